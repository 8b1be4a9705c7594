package examples_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// The examples run as they are printed, in every language that is at hand; the
// log says in which. Go and the shell always are.
func TestExamplesForOtherSystemsRun(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	secret := s.As("admin").Post("/api-keys", map[string]any{
		"name": "Contoh", "user_id": s.Actor("pemohon").ID, "role": auth.Applicant, "scopes": []string{"ticket.submit", "ticket.read"},
		"per_minute": 60, "expires_at": s.Clock.Now().Add(time.Hour).Format(time.RFC3339),
	}).Want(t, 201).String(t, "secret")

	runners := map[string][]string{"client.sh": {"sh"}, "client.go": {"go", "run"}, "client.php": {"php"}, "client.py": {"python3"}, "client.mjs": {"node"}}
	filed := regexp.MustCompile(`(?m)^(TKT-\d{8}-\d{4}) waiting .+$`)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "surat.pdf"), apitest.PDF(t, "Permohonan subdomain"), 0o600))
	ran := map[string]bool{}
	answers, err := os.ReadFile("keys/answers.json")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answers.json"), answers, 0o600))
	programs, err := filepath.Glob("keys/client.*")
	require.NoError(t, err)
	require.Len(t, programs, len(runners))
	for _, source := range programs {
		name := filepath.Base(source)
		runner := runners[name]
		if _, err := exec.LookPath(runner[0]); err != nil {
			t.Logf("%s is not at hand: %s did not run", runner[0], name)
			continue
		}
		program, err := os.ReadFile(source)
		require.NoError(t, err)
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, program, 0o600))
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		command := exec.CommandContext(ctx, runner[0], append(runner[1:], path)...)
		command.Dir = dir
		command.Env = append(os.Environ(), "ELAYANAN_API="+s.URL+web.Base, "ELAYANAN_KEY="+secret, "GOFLAGS=", "GOWORK=off")
		out, err := command.CombinedOutput()
		require.NoError(t, err, "%s: %s", name, out)
		require.Contains(t, string(out), "virtual-meeting: ", name)
		number := filed.FindStringSubmatch(string(out))
		require.NotNil(t, number, "%s: %s", name, out)
		s.As("pemohon").Get("/tickets/"+number[1]).Want(t, 200)
		ran[name] = true
		t.Logf("ran: %s", name)
	}
	require.True(t, ran["client.sh"] && ran["client.go"], "curl, jq and Go are needed")
}
