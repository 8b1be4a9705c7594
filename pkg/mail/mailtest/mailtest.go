// Package mailtest is a small SMTP server for tests: it keeps what it is given
// and refuses what it is told to refuse.
package mailtest

import (
	"bufio"
	"io"
	"mime/quotedprintable"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// Letter is a message as it arrived.
type Letter struct {
	To   string // of the envelope
	Data string // headers and body, as they travelled
}

// Header returns the whole header section.
func (l Letter) Header() string { head, _, _ := strings.Cut(l.Data, "\n\n"); return head }

// Text returns the letter with quoted-printable undone, which is enough to look
// for words in it.
func (l Letter) Text() string {
	text, _ := io.ReadAll(quotedprintable.NewReader(strings.NewReader(l.Data)))
	return string(text)
}

// Server listens on a port of the loopback address until the test ends.
type Server struct {
	URL string

	mu      sync.Mutex
	letters []Letter
	refusal string
}

// New starts a Server.
func New(t testing.TB) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &Server{URL: "smtp://" + listener.Addr().String()}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			open.Go(func() { s.talk(textproto.NewConn(conn)) })
		}
	})
	t.Cleanup(func() {
		require.NoError(t, listener.Close())
		open.Wait()
	})
	return s
}

// Refuse makes the server answer every message with a line such as "451 later";
// an empty one ends that.
func (s *Server) Refuse(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusal = line
}

// Letters returns what has arrived so far.
func (s *Server) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.letters...)
}

func (s *Server) talk(conn *textproto.Conn) {
	defer conn.Close()
	say := func(line string) { _ = conn.PrintfLine("%s", line) }
	say("220 test")
	var to string
	for {
		line, err := conn.ReadLine()
		if err != nil {
			return
		}
		switch verb, _, _ := strings.Cut(strings.ToUpper(line), " "); verb {
		case "RCPT":
			to = strings.Trim(line[strings.Index(line, ":")+1:], " <>")
			say("250 ok")
		case "DATA":
			say("354 go on")
			data, err := io.ReadAll(bufio.NewReader(conn.DotReader()))
			if err != nil {
				return
			}
			say(s.take(Letter{To: to, Data: string(data)}))
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (s *Server) take(l Letter) (answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refusal != "" {
		return s.refusal
	}
	s.letters = append(s.letters, l)
	return "250 taken"
}
