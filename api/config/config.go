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
	"strings"
	"text/tabwriter"
	"time"

	"github.com/caarlos0/env/v11"
)

// Prefix stands before the name of every setting.
const Prefix = "ELAYANAN_"

// Config is every setting of the process. The tag help is what `--help`
// prints; secret marks values that no message may quote.
type Config struct {
	Listen         string        `env:"LISTEN" envDefault:"127.0.0.1:8080" help:"address and port on which the server listens"`
	DataDir        string        `env:"DATA_DIR" envDefault:"./data" help:"folder for SQLite, files and uploads in progress"`
	DatabaseURL    string        `env:"DATABASE_URL" secret:"true" help:"postgres://user:password@host/name; empty: SQLite in the data folder"`
	S3Endpoint     string        `env:"S3_ENDPOINT" help:"URL of an S3 server such as MinIO; empty: files in the data folder"`
	S3AccessKey    string        `env:"S3_ACCESS_KEY" secret:"true" help:"access key of the S3 server"`
	S3SecretKey    string        `env:"S3_SECRET_KEY" secret:"true" help:"secret key of the S3 server"`
	S3Bucket       string        `env:"S3_BUCKET" envDefault:"elayanan" help:"bucket for files; made at start if missing"`
	S3Region       string        `env:"S3_REGION" envDefault:"us-east-1" help:"region of the S3 server"`
	JWTKey         string        `env:"JWT_KEY" secret:"true" help:"at least 32 random bytes in base64 that sign access tokens (openssl rand -base64 32); required outside demo mode"`
	JWTKeyFile     string        `env:"JWT_KEY_FILE" help:"file that holds the JWT key, instead of JWT_KEY"`
	AccessTTL      time.Duration `env:"ACCESS_TTL" envDefault:"10m" help:"how long an access token is good"`
	SessionTTL     time.Duration `env:"SESSION_TTL" envDefault:"12h" help:"how long a sign-in lasts without being used"`
	PublicURL      string        `env:"PUBLIC_URL" envDefault:"http://127.0.0.1:8080" help:"address by which people reach the product"`
	WebDir         string        `env:"WEB_DIR" help:"folder of the built SPA; empty: frontend/dist beside the binary's folder, where it exists"`
	TrustedProxies []string      `env:"TRUSTED_PROXIES" help:"networks whose X-Forwarded-For is believed, such as 10.0.0.0/8, comma-separated"`
	CORSOrigins    []string      `env:"CORS_ORIGINS" help:"origins whose pages may call the API, comma-separated; empty: only its own"`
	Timezone       string        `env:"TIMEZONE" envDefault:"Asia/Makassar" help:"zone of the office, for numbers, dates and working time"`
	MaxFile        int64         `env:"MAX_FILE" envDefault:"20971520" help:"largest file, in bytes"`
	MaxRequest     int64         `env:"MAX_REQUEST" envDefault:"41943040" help:"largest request with files, in bytes"`
	LogLevel       slog.Level    `env:"LOG_LEVEL" envDefault:"info" help:"debug, info, warn or error"`
	Metrics        bool          `env:"METRICS" envDefault:"false" help:"serve Prometheus figures at /metrics"`
	Shutdown       time.Duration `env:"SHUTDOWN" envDefault:"25s" help:"how long requests in flight may take after SIGTERM"`
	DemoPassword   string        `env:"DEMO_PASSWORD" secret:"true" help:"password of all demo accounts; empty: a random one is made and printed"`
	DemoAnywhere   bool          `env:"DEMO_ANYWHERE" envDefault:"false" help:"let demo mode listen beyond this machine"`

	// Demo is the flag --demo, not a variable.
	Demo bool `env:"-"`
	// Key is the checked JWT key.
	Key []byte `env:"-"`
	// Zone is the checked Timezone.
	Zone *time.Location `env:"-"`
	// Proxies are the checked TrustedProxies.
	Proxies []netip.Prefix `env:"-"`
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
	if c.Zone, err = time.LoadLocation(c.Timezone); err != nil {
		fault("TIMEZONE", "is not a known zone, such as Asia/Makassar")
	}
	for _, text := range c.TrustedProxies {
		prefix, err := netip.ParsePrefix(strings.TrimSpace(text))
		if err != nil {
			fault("TRUSTED_PROXIES", "holds something that is not a network such as 10.0.0.0/8")
		}
		c.Proxies = append(c.Proxies, prefix)
	}
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		fault("LISTEN", "must be an address and a port, such as 127.0.0.1:8080")
	}
	if demo && !c.DemoAnywhere && !loopback(host) {
		fault("LISTEN", "reaches beyond this machine, which demo mode refuses; set %sDEMO_ANYWHERE=true if you mean it", Prefix)
	}
	if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" {
		fault("PUBLIC_URL", "must be a URL, such as https://layanan.example.go.id")
	}
	if c.DatabaseURL != "" {
		if u, err := url.Parse(c.DatabaseURL); err != nil || !strings.HasPrefix(u.Scheme, "postgres") {
			fault("DATABASE_URL", "must begin with postgres://")
		} else if password, _ := u.User.Password(); !demo && weak(password) && !loopback(u.Hostname()) {
			fault("DATABASE_URL", "has no password, or a default or weak one (fewer than 12 characters)")
		}
	}
	if c.S3Endpoint != "" {
		if u, err := url.Parse(c.S3Endpoint); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
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
	for name, size := range map[string]int64{"MAX_FILE": c.MaxFile, "MAX_REQUEST": c.MaxRequest} {
		if size < 1024 {
			fault(name, "must be at least 1024 bytes")
		}
	}
	for name, d := range map[string]time.Duration{"ACCESS_TTL": c.AccessTTL, "SESSION_TTL": c.SessionTTL, "SHUTDOWN": c.Shutdown} {
		if d <= 0 {
			fault(name, "must be longer than nothing, such as 10m")
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
	if distinct(key) < 12 {
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

// weak tells whether a password is one that people leave in place.
func weak(password string) bool {
	switch strings.ToLower(password) {
	case "postgrespostgres", "passwordpassword", "minioadminminioadmin", "changemechangeme":
		return true
	}
	lower := strings.ToLower(password)
	return len(password) < 12 || strings.Contains(lower, "changeme") || strings.Contains(lower, "change-me") || distinct([]byte(password)) < 6
}

func distinct(b []byte) int {
	seen := map[byte]bool{}
	for _, c := range b {
		seen[c] = true
	}
	return len(seen)
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
