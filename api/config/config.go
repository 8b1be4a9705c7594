package config

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"reflect"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/dkisp-kaltara/elayanan/pkg/mail"
	"github.com/dkisp-kaltara/elayanan/pkg/outbound"
)

// Prefix stands before the name of every setting.
const Prefix = "ELAYANAN_"

// Config is every setting of the process. The tag help is what `--help`
// prints; secret marks values that no message may quote.
type Config struct {
	Listen           string        `env:"LISTEN" envDefault:"127.0.0.1:8080" help:"address and port on which the server listens"`
	DataDir          string        `env:"DATA_DIR" envDefault:"./data" help:"folder for SQLite, files and uploads in progress"`
	DatabaseURL      string        `env:"DATABASE_URL" secret:"true" help:"postgres://user:password@host/name; empty: SQLite in the data folder"`
	S3Endpoint       string        `env:"S3_ENDPOINT" help:"URL of an S3 server such as MinIO; empty: files in the data folder"`
	S3AccessKey      string        `env:"S3_ACCESS_KEY" secret:"true" help:"access key of the S3 server"`
	S3SecretKey      string        `env:"S3_SECRET_KEY" secret:"true" help:"secret key of the S3 server"`
	S3Bucket         string        `env:"S3_BUCKET" envDefault:"elayanan" help:"bucket for files; made at start if missing"`
	S3Region         string        `env:"S3_REGION" envDefault:"us-east-1" help:"region of the S3 server"`
	JWTKey           string        `env:"JWT_KEY" secret:"true" help:"at least 32 random bytes in base64 that sign access tokens (openssl rand -base64 32); required outside demo mode"`
	JWTKeyFile       string        `env:"JWT_KEY_FILE" help:"file that holds the JWT key, instead of JWT_KEY"`
	AccessTTL        time.Duration `env:"ACCESS_TTL" envDefault:"10m" help:"how long an access token is good"`
	SessionTTL       time.Duration `env:"SESSION_TTL" envDefault:"12h" help:"how long a sign-in lasts without being used"`
	SessionMax       time.Duration `env:"SESSION_MAX" envDefault:"24h" help:"how long a sign-in lasts at the most, however much it is used"`
	PublicURL        string        `env:"PUBLIC_URL" envDefault:"http://127.0.0.1:8080" help:"address by which people reach the product"`
	WebDir           string        `env:"WEB_DIR" help:"folder of the built SPA; empty: frontend/dist beside the binary's folder, where it exists"`
	TrustedProxies   []string      `env:"TRUSTED_PROXIES" help:"networks whose X-Forwarded-For is believed, such as 10.0.0.0/8, comma-separated"`
	CORSOrigins      []string      `env:"CORS_ORIGINS" help:"origins whose pages may call the API, comma-separated; empty: only its own"`
	Timezone         string        `env:"TIMEZONE" envDefault:"Asia/Makassar" help:"zone of the office, for numbers, dates and working time"`
	MaxFile          int64         `env:"MAX_FILE" envDefault:"20971520" help:"largest file, in bytes"`
	MaxRequest       int64         `env:"MAX_REQUEST" envDefault:"41943040" help:"largest request with files, in bytes"`
	LogLevel         slog.Level    `env:"LOG_LEVEL" envDefault:"info" help:"debug, info, warn or error"`
	SMTPURL          string        `env:"SMTP_URL" secret:"true" help:"mail server, smtp://user:password@host:587 (STARTTLS) or smtps://host:465; empty: no mail is sent"`
	MailFrom         string        `env:"MAIL_FROM" help:"sender of mail, such as layanan@example.go.id; required with SMTP_URL"`
	OIDCIssuer       string        `env:"OIDC_ISSUER" help:"URL of an OpenID provider (such as Keycloak) whose people may sign in; empty: off"`
	OIDCClientID     string        `env:"OIDC_CLIENT_ID" help:"name of this product at the OpenID provider"`
	OIDCClientSecret string        `env:"OIDC_CLIENT_SECRET" secret:"true" help:"secret of this product at the OpenID provider"`
	OIDCName         string        `env:"OIDC_NAME" envDefault:"SSO" help:"name of the OpenID provider on the sign-in page"`
	OutboundAllow    []string      `env:"OUTBOUND_ALLOW" help:"hosts and networks inside that the product may call, such as an OpenID provider at sso.internal or in 10.1.0.0/16, comma-separated; empty: only the Internet"`
	Metrics          bool          `env:"METRICS" envDefault:"false" help:"serve Prometheus figures at /metrics"`
	Retention        bool          `env:"RETENTION" envDefault:"false" help:"let what the rules of retention name be removed every night, for good; look at elayanan retention --dry-run first"`
	Shutdown         time.Duration `env:"SHUTDOWN" envDefault:"25s" help:"how long requests in flight may take after SIGTERM"`
	DemoPassword     string        `env:"DEMO_PASSWORD" secret:"true" help:"password of all demo accounts; empty: a random one is made and printed"`
	DemoAnywhere     bool          `env:"DEMO_ANYWHERE" envDefault:"false" help:"let demo mode listen beyond this machine"`

	// Demo is the flag --demo, not a variable.
	Demo bool `env:"-"`
	// Key is the checked JWT key.
	Key []byte `env:"-"`
	// Zone is the checked Timezone.
	Zone *time.Location `env:"-"`
	// Proxies are the checked TrustedProxies.
	Proxies []netip.Prefix `env:"-"`
	// Outbound is the checked OutboundAllow.
	Outbound outbound.Allowed `env:"-"`
	// Mail is the checked SMTPURL with MailFrom; nil: no mail is sent.
	Mail *mail.Server `env:"-"`
}

// Load reads and checks the settings in environ (see os.Environ). The error
// names every faulty setting, never a value of a secret.
func Load(environ []string, demo bool) (Config, error) {
	c := Config{Demo: demo}
	err := env.ParseWithOptions(&c, env.Options{Prefix: Prefix, Environment: env.ToMap(environ)})
	if err != nil {
		return Config{}, describe(err)
	}
	var faults []error
	fault := func(name, format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s%s %s", Prefix, name, fmt.Sprintf(format, args...)))
	}
	if c.Zone, err = time.LoadLocation(c.Timezone); err != nil || c.Timezone == "Local" {
		fault("TIMEZONE", "is not a known zone, such as Asia/Makassar")
	}
	for _, text := range c.TrustedProxies {
		prefix, err := netip.ParsePrefix(strings.TrimSpace(text))
		if err != nil {
			fault("TRUSTED_PROXIES", "holds something that is not a network such as 10.0.0.0/8")
		}
		c.Proxies = append(c.Proxies, prefix)
	}
	for _, origin := range c.CORSOrigins {
		if u, err := url.Parse(origin); err != nil || !httpURL(u) || u.Scheme+"://"+u.Host != origin || strings.ContainsAny(origin, "*?") {
			fault("CORS_ORIGINS", "holds something that is not an origin such as https://portal.example.go.id")
		}
	}
	host, port, err := net.SplitHostPort(c.Listen)
	if _, number := strconv.ParseUint(port, 10, 16); err != nil || number != nil {
		fault("LISTEN", "must be an address and a port, such as 127.0.0.1:8080")
	}
	if demo && !c.DemoAnywhere && !loopback(host) {
		fault("LISTEN", "reaches beyond this machine, which demo mode refuses; set %sDEMO_ANYWHERE=true if you mean it", Prefix)
	}
	if u, err := url.Parse(c.PublicURL); err != nil || !httpURL(u) {
		fault("PUBLIC_URL", "must be a URL, such as https://layanan.example.go.id")
	}
	if c.DatabaseURL != "" {
		u, err := url.Parse(c.DatabaseURL)
		if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
			fault("DATABASE_URL", "must begin with postgres://")
		} else if password := databasePassword(u); !demo && weak(password) && (password != "" || !local(u.Hostname())) {
			fault("DATABASE_URL", "has no password, or a default or weak one (fewer than 12 characters)")
		}
	}
	if c.S3Endpoint != "" {
		if u, err := url.Parse(c.S3Endpoint); err != nil || !httpURL(u) {
			fault("S3_ENDPOINT", "must be a URL, such as http://minio:9000")
		}
		if c.S3AccessKey == "" {
			fault("S3_ACCESS_KEY", "is missing")
		}
		if c.S3SecretKey == "" {
			fault("S3_SECRET_KEY", "is missing")
		} else if !demo && weak(c.S3SecretKey) {
			fault("S3_SECRET_KEY", "is a default or weak one (fewer than 12 characters)")
		}
	}
	if c.SMTPURL != "" {
		if c.Mail, err = mail.Parse(c.SMTPURL, c.MailFrom); err != nil {
			fault("SMTP_URL", "or %sMAIL_FROM is wrong: %v", Prefix, err)
		}
	}
	if c.Outbound, err = outbound.ParseAllowed(c.OutboundAllow); err != nil {
		fault("OUTBOUND_ALLOW", "holds something that is not a host or a network, such as sso.internal or 10.1.0.0/16")
	}
	if c.OIDCIssuer != "" {
		if u, err := url.Parse(c.OIDCIssuer); err != nil || !httpURL(u) || (u.Scheme != "https" && !loopback(u.Hostname())) {
			fault("OIDC_ISSUER", "must be an https URL, such as https://sso.example.go.id/realms/pemprov")
		}
		if c.OIDCClientID == "" {
			fault("OIDC_CLIENT_ID", "is missing")
		}
		if c.OIDCClientSecret == "" {
			fault("OIDC_CLIENT_SECRET", "is missing")
		}
	}
	if c.MaxFile < 1024 {
		fault("MAX_FILE", "must be at least 1024 bytes")
	}
	if c.MaxRequest < c.MaxFile {
		fault("MAX_REQUEST", "must be at least as large as %sMAX_FILE", Prefix)
	}
	for _, d := range []struct {
		name string
		long time.Duration
	}{{"ACCESS_TTL", c.AccessTTL}, {"SESSION_TTL", c.SessionTTL}, {"SESSION_MAX", c.SessionMax}, {"SHUTDOWN", c.Shutdown}} {
		if d.long < time.Second {
			fault(d.name, "must be at least a second, such as 10m")
		}
	}
	if demo && c.DemoPassword != "" && len(c.DemoPassword) < 8 {
		fault("DEMO_PASSWORD", "must have at least 8 characters")
	}
	return c, errors.Join(faults...)
}

// LoadKey checks the JWT key and puts it into Key. Only serving needs it. In
// demo mode a missing key is left for the caller to make.
func (c *Config) LoadKey() error {
	text, name := c.JWTKey, "JWT_KEY"
	if text == "" && c.JWTKeyFile != "" {
		name = "JWT_KEY_FILE"
		raw, err := os.ReadFile(c.JWTKeyFile)
		if err != nil {
			return fmt.Errorf("%s%s cannot be read", Prefix, name)
		}
		text = string(raw)
	}
	text = strings.TrimSpace(text)
	if text == "" {
		if c.Demo {
			return nil
		}
		return fmt.Errorf("%sJWT_KEY is missing: set it to 32 random bytes in base64 (openssl rand -base64 32)", Prefix)
	}
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		key, err = base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
	}
	if err != nil || len(key) < 32 {
		return fmt.Errorf("%s%s is not at least 32 bytes in base64 (openssl rand -base64 32)", Prefix, name)
	}
	if !random(key) {
		return fmt.Errorf("%s%s is not random", Prefix, name)
	}
	c.Key = key
	return nil
}

// Help writes the list of settings, one a line.
func Help(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for field := range reflect.TypeFor[Config]().Fields() {
		name := field.Tag.Get("env")
		if name == "-" {
			continue
		}
		text := field.Tag.Get("help")
		if d := field.Tag.Get("envDefault"); d != "" {
			text += " [" + d + "]"
		}
		fmt.Fprintf(t, "  %s%s\t%s\n", Prefix, name, text)
	}
	_ = t.Flush()
}

// describe names the settings that could not be read, without their values.
func describe(err error) error {
	var faults []error
	var all env.AggregateError
	if !errors.As(err, &all) {
		return errors.New("the settings cannot be read")
	}
	for _, one := range all.Errors {
		name := "a setting"
		if parse, ok := errors.AsType[env.ParseError](one); ok {
			if f, found := reflect.TypeFor[Config]().FieldByName(parse.Name); found {
				name = Prefix + f.Tag.Get("env")
			}
		}
		faults = append(faults, fmt.Errorf("%s has a value of the wrong form", name))
	}
	return errors.Join(faults...)
}

// weak tells whether a password is one that examples hold and people leave in
// place.
func weak(password string) bool {
	lower := strings.ToLower(password)
	for _, word := range []string{"changeme", "change-me", "change_me", "password", "postgres", "minio", "secret", "elayanan", "example", "123456"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return len(password) < 12 || distinct([]byte(password)) < 6
}

// databasePassword returns the password of a database's URL, wherever it
// stands in it.
func databasePassword(u *url.URL) string {
	if password, ok := u.User.Password(); ok {
		return password
	}
	return u.Query().Get("password")
}

// random tells whether a key may have come from a generator. Of 32 random
// bytes, and of the steps between them, hardly any are alike; in a repeated
// letter or a count they are.
func random(key []byte) bool {
	steps := make([]byte, len(key)-1)
	for i := range steps {
		steps[i] = key[i+1] - key[i]
	}
	return distinct(key) >= 12 && distinct(steps) >= 12
}

func distinct(b []byte) int {
	seen := map[byte]bool{}
	for _, c := range b {
		seen[c] = true
	}
	return len(seen)
}

func httpURL(u *url.URL) bool { return u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") }

// local tells whether a database's host is this machine: its own network or a
// socket, which the system's users guard instead of a password.
func local(host string) bool { return host == "" || loopback(host) }

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
