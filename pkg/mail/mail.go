package mail

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
)

// Message is one letter to one receiver.
type Message struct {
	// ID is the left part of the Message-ID. A message that is sent again keeps
	// it, so that mail servers can tell that it is the same.
	ID      string
	To      string // an address alone, such as siti@example.go.id
	Subject string
	Text    string
	HTML    string // may be empty
}

// ErrAddress refuses an address to which nothing can be sent.
var ErrAddress = errors.New("mail: not an address")

// Timeout bounds one delivery, from dialling to the server's answer.
const Timeout = 30 * time.Second

// Server is where mail is handed in.
type Server struct {
	host     string
	port     int
	user     *url.Userinfo
	implicit bool // TLS from the first byte (smtps)
	from     string
}

// Parse reads the address of a server – smtp://user:password@host:587, which
// must offer STARTTLS unless it is this machine, or smtps://host:465 – and the
// sender's address. No error quotes the password.
func Parse(address, from string) (*Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") || strings.Trim(u.Path, "/") != "" {
		return nil, errors.New("mail: the server must be given as smtp://host:587 or smtps://host:465")
	}
	s := &Server{host: u.Hostname(), user: u.User, implicit: u.Scheme == "smtps", from: from}
	s.port = map[bool]int{false: 587, true: 465}[s.implicit]
	if u.Port() != "" {
		port, err := strconv.ParseUint(u.Port(), 10, 16)
		if err != nil {
			return nil, errors.New("mail: the server's port is not a number")
		}
		s.port = int(port)
	}
	if !Valid(from) {
		return nil, errors.New("mail: the sender must be an address such as layanan@example.go.id")
	}
	return s, nil
}

// Valid tells whether text is an address alone: no name, no comment, nothing
// that a header could be made of.
func Valid(text string) bool {
	a, err := mail.ParseAddress(text)
	return err == nil && a.Name == "" && a.Address == text && len(text) <= 254 && !strings.ContainsFunc(text, unsafe)
}

func unsafe(r rune) bool {
	return unicode.IsControl(r) || unicode.IsSpace(r) || r == '"' || r == '<' || r == '>'
}

// oneLine makes a text safe for a header.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }), " ")
}

// Send hands a message in. Whether trying again makes sense, IsPermanent tells.
func (s *Server) Send(ctx context.Context, m Message) error {
	if !Valid(m.To) {
		return ErrAddress
	}
	letter := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := errors.Join(letter.From(s.from), letter.To(m.To)); err != nil {
		return fmt.Errorf("%w: %w", ErrAddress, err)
	}
	letter.Subject(oneLine(m.Subject))
	letter.SetMessageIDWithValue(oneLine(m.ID) + s.from[strings.LastIndex(s.from, "@"):])
	letter.SetDate()
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		letter.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	client, err := gomail.NewClient(s.host, s.options()...)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	if err := client.DialAndSendWithContext(ctx, letter); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return nil
}

func (s *Server) options() []gomail.Option {
	options := []gomail.Option{gomail.WithPort(s.port), gomail.WithTimeout(Timeout), gomail.WithTLSPolicy(gomail.TLSMandatory)}
	switch {
	case s.implicit:
		options = append(options, gomail.WithSSL())
	case loopback(s.host):
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	}
	if password, ok := s.user.Password(); ok {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.user.Username()), gomail.WithPassword(password))
	}
	return options
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// IsPermanent tells whether sending the same message again cannot help: the
// address is none, or the server refused it for good (5xx).
func IsPermanent(err error) bool {
	if errors.Is(err, ErrAddress) {
		return true
	}
	refused, ok := errors.AsType[*gomail.SendError](err)
	return ok && !refused.IsTemp() && refused.ErrorCode() >= 500
}
