// Package deployments_test checks what can be checked of the files for production without a container engine.
package deployments_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

type compose struct {
	Services map[string]service
}

type service struct {
	Image       string
	Build       struct{ Dockerfile string }
	ReadOnly    bool     `yaml:"read_only"`
	CapDrop     []string `yaml:"cap_drop"`
	SecurityOpt []string `yaml:"security_opt"`
	Restart     string
	Ports       []string
	Environment map[string]string
	Healthcheck struct{ Test []string }
}

func readCompose(t *testing.T) compose {
	var c compose
	require.NoError(t, yaml.Unmarshal([]byte(read(t, "../docker-compose.yml")), &c))
	require.NotEmpty(t, c.Services)
	return c
}

func read(t *testing.T, path string) string {
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(content)
}

func TestServicesAreHardened(t *testing.T) {
	for name, s := range readCompose(t).Services {
		t.Run(name, func(t *testing.T) {
			assert.True(t, s.ReadOnly, "the file system is read-only")
			assert.Equal(t, []string{"ALL"}, s.CapDrop)
			assert.Contains(t, s.SecurityOpt, "no-new-privileges:true")
			if s.Restart != "no" { // what runs once has an exit status instead
				assert.NotEmpty(t, s.Healthcheck.Test)
			}
			for _, port := range s.Ports {
				assert.Contains(t, port, ":-127.0.0.1:", "published on this machine unless told otherwise")
			}
		})
	}
}

func TestImagesArePinned(t *testing.T) {
	pinned := regexp.MustCompile(`:[0-9]+\.[0-9]+`)
	services := readCompose(t).Services
	var built []string
	for _, s := range services {
		if s.Build.Dockerfile != "" {
			built = append(built, s.Image)
		}
	}
	for name, s := range services {
		if !slices.Contains(built, s.Image) {
			assert.Regexp(t, pinned, s.Image, name)
		}
	}
	dockerfiles, err := filepath.Glob("Dockerfile.*")
	require.NoError(t, err)
	require.NotEmpty(t, dockerfiles)
	for _, path := range dockerfiles {
		for _, from := range regexp.MustCompile(`(?m)^FROM (\S+)`).FindAllStringSubmatch(read(t, path), -1) {
			assert.Regexp(t, pinned, from[1], path)
		}
	}
}

// A secret that is not set stops the start: it has neither a default nor a value in a file of ours.
func TestSecretsHaveNoDefault(t *testing.T) {
	secret := regexp.MustCompile(`PASSWORD|SECRET|ACCESS_KEY|JWT_KEY|ROOT_USER|DATABASE_URL`)
	for name, s := range readCompose(t).Services {
		for key, value := range s.Environment {
			if secret.MatchString(key) {
				assert.Regexp(t, `\$\{[A-Z0-9_]+:\?[^}]+\}`, value, "%s of %s", key, name)
			}
		}
	}
	for line := range strings.Lines(read(t, ".env.example")) {
		if key, value, found := strings.Cut(strings.TrimSpace(line), "="); found && !strings.HasPrefix(key, "#") {
			assert.Empty(t, value, key)
		}
	}
}

func TestEnvExampleNamesEverySetting(t *testing.T) {
	used := names(`\$\{([A-Z0-9_]+):[?-]`, read(t, "../docker-compose.yml"))
	named := names(`(?m)^(?:# )?([A-Z0-9_]+)=`, read(t, ".env.example"))
	assert.Equal(t, used, named)
}

// names returns the sorted distinct matches of the pattern's group.
func names(pattern, text string) []string {
	var all []string
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		all = append(all, match[1])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestSecurityTableNamesTestsThatExist keeps the table of ASVS true: a test that is renamed or removed is missed here.
func TestSecurityTableNamesTestsThatExist(t *testing.T) {
	var code strings.Builder
	for _, room := range []string{"../api", "../pkg", "../cmd", "../openapi", "."} {
		require.NoError(t, filepath.WalkDir(room, func(path string, _ os.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, "_test.go") {
				code.WriteString(read(t, path))
			}
			return err
		}))
	}
	named := regexp.MustCompile(`\b(Test|Fuzz)[A-Z]\w+`).FindAllString(read(t, "asvs.md"), -1)
	require.Greater(t, len(named), 40)
	for _, name := range named {
		assert.True(t, strings.Contains(code.String(), "func "+name+"("), name)
	}
	for chapter := 1; chapter <= 17; chapter++ {
		assert.Regexp(t, `(?m)^\| V`+strconv.Itoa(chapter)+` `, read(t, "asvs.md"))
	}
}
