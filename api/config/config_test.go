package config_test

import (
	"bytes"
	"encoding/base64"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/config"
)

// goodKey is 32 bytes that pass for random.
var goodKey = base64.StdEncoding.EncodeToString([]byte("k9#xQ!2mZ_7pL@w4Vt^8bN&1cR*5dS(0"))

func TestEverySettingIsListedByHelp(t *testing.T) {
	var out bytes.Buffer
	config.Help(&out)
	for field := range reflect.TypeFor[config.Config]().Fields() {
		name := field.Tag.Get("env")
		if name == "-" {
			continue
		}
		require.NotEmpty(t, field.Tag.Get("help"), name)
		require.Contains(t, out.String(), config.Prefix+name+" ", "every setting has its line")
	}
}

func TestDefaultsStartOnThisMachineWithoutAnySetting(t *testing.T) {
	c, err := config.Load(nil, false)
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1:8080", c.Listen)
	require.Equal(t, "./data", c.DataDir)
	require.Empty(t, c.DatabaseURL)
	require.Equal(t, int64(20<<20), c.MaxFile)
	require.Equal(t, int64(40<<20), c.MaxRequest)
	require.Equal(t, "Asia/Makassar", c.Zone.String())
	require.ErrorContains(t, c.LoadKey(), "ELAYANAN_JWT_KEY is missing")
}

// Compose files pass settings on that nobody has set.
func TestEmptySettingMeansItsDefault(t *testing.T) {
	unset, err := config.Load(nil, false)
	require.NoError(t, err)
	var environ []string
	for field := range reflect.TypeFor[config.Config]().Fields() {
		environ = append(environ, config.Prefix+field.Tag.Get("env")+"=")
	}
	empty, err := config.Load(environ, false)
	require.NoError(t, err)
	require.Equal(t, unset, empty)
}

func TestFaultySettingIsNamed(t *testing.T) {
	long := strings.Repeat("x7#Qz!", 4)
	for _, c := range []struct {
		name   string
		faulty string // the setting that the message names
		env    []string
	}{
		{"port missing", "LISTEN", []string{"LISTEN=127.0.0.1"}},
		{"port not a number", "LISTEN", []string{"LISTEN=127.0.0.1:http"}},
		{"port too high", "LISTEN", []string{"LISTEN=127.0.0.1:65536"}},
		{"zone unknown", "TIMEZONE", []string{"TIMEZONE=Asia/Tarakan"}},
		{"zone of the machine", "TIMEZONE", []string{"TIMEZONE=Local"}},
		{"proxy without a mask", "TRUSTED_PROXIES", []string{"TRUSTED_PROXIES=10.0.0.1"}},
		{"one proxy of two wrong", "TRUSTED_PROXIES", []string{"TRUSTED_PROXIES=10.0.0.0/8,nginx"}},
		{"origin is everything", "CORS_ORIGINS", []string{"CORS_ORIGINS=*"}},
		{"origin is a pattern", "CORS_ORIGINS", []string{"CORS_ORIGINS=https://*.go.id"}},
		{"origin has a path", "CORS_ORIGINS", []string{"CORS_ORIGINS=https://portal.example.go.id/"}},
		{"origin null", "CORS_ORIGINS", []string{"CORS_ORIGINS=null"}},
		{"mail by another protocol", "SMTP_URL", []string{"SMTP_URL=http://mail.example.go.id", "MAIL_FROM=layanan@example.go.id"}},
		{"mail without a sender", "MAIL_FROM", []string{"SMTP_URL=smtp://mail.example.go.id"}},
		{"public URL without host", "PUBLIC_URL", []string{"PUBLIC_URL=layanan"}},
		{"public URL of another scheme", "PUBLIC_URL", []string{"PUBLIC_URL=javascript://layanan"}},
		{"other database", "DATABASE_URL", []string{"DATABASE_URL=mysql://a:" + long + "@db/x"}},
		{"database URL broken", "DATABASE_URL", []string{"DATABASE_URL=postgres://a:" + long + "%zz@db/x"}},
		{"database scheme that only begins right", "DATABASE_URL", []string{"DATABASE_URL=postgresfoo://a:Tr4v3l!ngW1th@db/x"}},
		{"database without password", "DATABASE_URL", []string{"DATABASE_URL=postgres://elayanan@db/elayanan"}},
		{"database with a short password", "DATABASE_URL", []string{"DATABASE_URL=postgres://elayanan:Tr4v3l!ngW1@db/elayanan"}},
		{"database with a default password", "DATABASE_URL", []string{"DATABASE_URL=postgres://postgres:postgres-postgres@db/elayanan"}},
		{"database with a weak password on this machine", "DATABASE_URL", []string{"DATABASE_URL=postgres://elayanan:elayanan@127.0.0.1/elayanan"}},
		{"database with a weak password as a parameter", "DATABASE_URL", []string{"DATABASE_URL=postgres://db/elayanan?user=a&password=hunter2"}},
		{"store URL without scheme", "S3_ENDPOINT", []string{"S3_ENDPOINT=minio:9000", "S3_ACCESS_KEY=a", "S3_SECRET_KEY=" + long}},
		{"store without access key", "S3_ACCESS_KEY", []string{"S3_ENDPOINT=http://minio:9000", "S3_SECRET_KEY=" + long}},
		{"store without secret key", "S3_SECRET_KEY", []string{"S3_ENDPOINT=http://minio:9000", "S3_ACCESS_KEY=a"}},
		{"OpenID provider without TLS", "OIDC_ISSUER", []string{"OIDC_ISSUER=http://sso.example.go.id", "OIDC_CLIENT_ID=a", "OIDC_CLIENT_SECRET=b"}},
		{"OpenID provider without a secret", "OIDC_CLIENT_SECRET", []string{"OIDC_ISSUER=https://sso.example.go.id", "OIDC_CLIENT_ID=a"}},
		{"inside with a port", "OUTBOUND_ALLOW", []string{"OUTBOUND_ALLOW=sso.internal:8443"}},
		{"store with the default secret", "S3_SECRET_KEY", []string{"S3_ENDPOINT=http://minio:9000", "S3_ACCESS_KEY=minioadmin", "S3_SECRET_KEY=minioadmin"}},
		{"store with the default secret made longer", "S3_SECRET_KEY", []string{"S3_ENDPOINT=http://minio:9000", "S3_ACCESS_KEY=a", "S3_SECRET_KEY=minioadmin-2026"}},
		{"store with a repeated letter", "S3_SECRET_KEY", []string{"S3_ENDPOINT=http://minio:9000", "S3_ACCESS_KEY=a", "S3_SECRET_KEY=aaaaaaaaaaaaaaaaaaaa"}},
		{"file limit too small", "MAX_FILE", []string{"MAX_FILE=1023"}},
		{"file limit not a number", "MAX_FILE", []string{"MAX_FILE=20MB"}},
		{"request limit below the file limit", "MAX_REQUEST", []string{"MAX_REQUEST=20971519"}},
		{"time to live of nothing", "ACCESS_TTL", []string{"ACCESS_TTL=0s"}},
		{"time to live without a unit", "SESSION_TTL", []string{"SESSION_TTL=600"}},
		{"shutdown before it began", "SHUTDOWN", []string{"SHUTDOWN=-1s"}},
		{"log level unknown", "LOG_LEVEL", []string{"LOG_LEVEL=chatty"}},
		{"switch neither on nor off", "METRICS", []string{"METRICS=perhaps"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := config.Load(prefixed(c.env), false)
			require.ErrorContains(t, err, config.Prefix+c.faulty+" ")
			require.Equal(t, 1, strings.Count(err.Error(), "\n")+1, "only that one: %v", err)
			for _, setting := range c.env {
				_, value, _ := strings.Cut(setting, "=")
				if len(value) > 8 && strings.Contains(setting, "DATABASE_URL") || strings.HasPrefix(setting, "S3_SECRET_KEY") && value != "" {
					require.NotContains(t, err.Error(), value)
				}
			}
		})
	}
}

func TestAllFaultsAreNamedAtOnce(t *testing.T) {
	_, err := config.Load(prefixed([]string{"LISTEN=here", "TIMEZONE=Nowhere", "MAX_FILE=1", "S3_ENDPOINT=http://minio:9000"}), false)
	for _, name := range []string{"LISTEN", "TIMEZONE", "MAX_FILE", "S3_ACCESS_KEY", "S3_SECRET_KEY"} {
		require.ErrorContains(t, err, config.Prefix+name)
	}
}

func TestSeveralUnreadableSettingsAreNamedAtOnce(t *testing.T) {
	_, err := config.Load(prefixed([]string{"MAX_FILE=big", "ACCESS_TTL=long"}), false)
	require.ErrorContains(t, err, "ELAYANAN_MAX_FILE")
	require.ErrorContains(t, err, "ELAYANAN_ACCESS_TTL")
	require.NotContains(t, err.Error(), "big")
}

// Whatever stands in a secret setting, and however it is wrong, no message
// quotes it.
func TestNoMessageQuotesASecret(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	secret := func() string {
		const letters = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789%@:/?#& "
		b := make([]byte, 6+draw.IntN(60))
		for i := range b {
			b[i] = letters[draw.IntN(len(letters))]
		}
		return string(b)
	}
	var secrets []string
	for field := range reflect.TypeFor[config.Config]().Fields() {
		if field.Tag.Get("secret") == "true" {
			secrets = append(secrets, field.Tag.Get("env"))
		}
	}
	require.ElementsMatch(t, []string{"DATABASE_URL", "S3_ACCESS_KEY", "S3_SECRET_KEY", "JWT_KEY", "SMTP_URL", "OIDC_CLIENT_SECRET", "DEMO_PASSWORD"}, secrets)
	for range 500 {
		values := map[string]string{}
		environ := []string{"S3_ENDPOINT=http://minio:9000", "LISTEN=0.0.0.0:80", "MAX_FILE=1"}
		for _, name := range secrets {
			values[name] = secret()
			environ = append(environ, name+"="+values[name])
		}
		for _, demo := range []bool{false, true} {
			c, err := config.Load(prefixed(environ), demo)
			require.Error(t, err)
			message := err.Error()
			if err := c.LoadKey(); err != nil {
				message += err.Error()
			}
			for name, value := range values {
				require.NotContains(t, message, value, name)
			}
		}
	}
}

func TestStrongSecretsAreTaken(t *testing.T) {
	for name, env := range map[string][]string{
		"database":                      {"DATABASE_URL=postgres://elayanan:Tr4v3l!ngW1th@db/elayanan"},
		"database, longer scheme":       {"DATABASE_URL=postgresql://elayanan:Tr4v3l!ngW1th@db/elayanan"},
		"database, socket, no password": {"DATABASE_URL=postgres:///elayanan?host=/run/postgresql"},
		"database here, no password":    {"DATABASE_URL=postgres://elayanan@localhost/elayanan"},
		"store":                         {"S3_ENDPOINT=https://s3.internal", "S3_ACCESS_KEY=elayanan", "S3_SECRET_KEY=f3b1c2a4d5e6978812ab"},
		"origins and proxies":           {"CORS_ORIGINS=https://portal.example.go.id,http://localhost:5173", "TRUSTED_PROXIES=10.0.0.0/8, ::1/128"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := config.Load(prefixed(env), false)
			require.NoError(t, err)
		})
	}
}

func TestDemoTakesWeakSecretsButProductionDoesNot(t *testing.T) {
	weak := prefixed([]string{"DATABASE_URL=postgres://postgres:postgres@db/demo", "S3_ENDPOINT=http://minio:9000", "S3_ACCESS_KEY=minioadmin", "S3_SECRET_KEY=minioadmin"})
	_, err := config.Load(weak, true)
	require.NoError(t, err)
	_, err = config.Load(weak, false)
	require.ErrorContains(t, err, "ELAYANAN_DATABASE_URL")
	require.ErrorContains(t, err, "ELAYANAN_S3_SECRET_KEY")
}

func TestDemoListensBeyondThisMachineOnlyWhenToldTwice(t *testing.T) {
	for _, c := range []struct {
		listen string
		here   bool
	}{
		{"127.0.0.1:8080", true}, {"127.8.9.1:8080", true}, {"localhost:8080", true}, {"[::1]:8080", true},
		{":8080", false}, {"0.0.0.0:8080", false}, {"[::]:8080", false}, {"10.1.2.3:8080", false}, {"layanan.example.go.id:80", false},
		{"localhost.example.go.id:80", false}, {"127.0.0.1.example.go.id:80", false},
	} {
		t.Run(c.listen, func(t *testing.T) {
			_, once := config.Load(prefixed([]string{"LISTEN=" + c.listen}), true)
			if c.here {
				require.NoError(t, once)
			} else {
				require.ErrorContains(t, once, "ELAYANAN_LISTEN")
				require.ErrorContains(t, once, "ELAYANAN_DEMO_ANYWHERE")
			}
			_, twice := config.Load(prefixed([]string{"LISTEN=" + c.listen, "DEMO_ANYWHERE=true"}), true)
			require.NoError(t, twice)
			_, production := config.Load(prefixed([]string{"LISTEN=" + c.listen}), false)
			require.NoError(t, production)
		})
	}
}

func TestDemoPasswordHasEightCharacters(t *testing.T) {
	_, err := config.Load(prefixed([]string{"DEMO_PASSWORD=seven77"}), true)
	require.ErrorContains(t, err, "ELAYANAN_DEMO_PASSWORD")
	_, err = config.Load(prefixed([]string{"DEMO_PASSWORD=eight888"}), true)
	require.NoError(t, err)
}

func TestKeyIsAtLeast32RandomBytes(t *testing.T) {
	count := make([]byte, 32)
	for i := range count {
		count[i] = byte(i)
	}
	encode := base64.StdEncoding.EncodeToString
	raw, _ := base64.StdEncoding.DecodeString(goodKey)
	for _, c := range []struct {
		name, key string
		good      bool
	}{
		{"good", goodKey, true},
		{"good, with white space around", " " + goodKey + "\n", true},
		{"good, for URLs", base64.RawURLEncoding.EncodeToString(raw), true},
		{"good, longer", encode(append(raw, raw[:20]...)), true},
		{"31 bytes", encode(raw[:31]), false},
		{"not base64", "this is not base64, is it? no, it is not", false},
		{"zeros", encode(make([]byte, 32)), false},
		{"counting", encode(count), false},
		{"one word again and again", encode([]byte("secretsecretsecretsecretsecretsecret")), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			loaded, err := config.Load(prefixed([]string{"JWT_KEY=" + c.key}), false)
			require.NoError(t, err)
			err = loaded.LoadKey()
			if c.good {
				require.NoError(t, err)
				require.GreaterOrEqual(t, len(loaded.Key), 32)
				return
			}
			require.ErrorContains(t, err, "ELAYANAN_JWT_KEY ")
			require.NotContains(t, err.Error(), c.key)
			require.Empty(t, loaded.Key)
		})
	}
}

func TestKeyMayStandInAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(path, []byte(goodKey+"\n"), 0o600))
	c, err := config.Load(prefixed([]string{"JWT_KEY_FILE=" + path}), false)
	require.NoError(t, err)
	require.NoError(t, c.LoadKey())
	require.Len(t, c.Key, 32)

	c.JWTKeyFile = path + ".missing"
	require.ErrorContains(t, c.LoadKey(), "ELAYANAN_JWT_KEY_FILE cannot be read")
	require.NoError(t, os.WriteFile(path, []byte("short"), 0o600))
	c.JWTKeyFile = path
	require.ErrorContains(t, c.LoadKey(), "ELAYANAN_JWT_KEY_FILE ")
}

func TestDemoNeedsNoKeyButChecksOneThatIsGiven(t *testing.T) {
	c, err := config.Load(nil, true)
	require.NoError(t, err)
	require.NoError(t, c.LoadKey())
	require.Empty(t, c.Key)
	c.JWTKey = "short"
	require.ErrorContains(t, c.LoadKey(), "ELAYANAN_JWT_KEY")
}

func TestTimesAreReadWithTheirUnits(t *testing.T) {
	c, err := config.Load(prefixed([]string{"ACCESS_TTL=90s", "SESSION_TTL=8h", "SHUTDOWN=1s"}), false)
	require.NoError(t, err)
	require.Equal(t, []time.Duration{90 * time.Second, 8 * time.Hour, time.Second}, []time.Duration{c.AccessTTL, c.SessionTTL, c.Shutdown})
}

func prefixed(settings []string) []string {
	environ := make([]string, len(settings))
	for i, s := range settings {
		environ[i] = config.Prefix + s
	}
	return environ
}
