package examples_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/recommendation"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// The commands that follow a proposal through its life run as they are printed.
func TestLifeOfAProposalByCurl(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	s.Clock.Set(time.Now()) // the commands send the date of today
	example, err := recommendation.LoadExample()
	require.NoError(t, err)
	for _, answers := range example.Points {
		delete(answers, "files") // of the example, which no one has uploaded
		delete(answers, "diagrams")
		for _, value := range answers {
			rows, _ := value.([]any)
			for _, row := range rows {
				if cells, ok := row.(map[string]any); ok {
					delete(cells, "files")
				}
			}
		}
	}
	usulan, err := json.Marshal(map[string]any{"title": example.Title, "proposal": example.Proposal, "points": example.Points, "risks": example.Risks[:2], "study": example.Study})
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "usulan.json"), usulan, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "surat.pdf"), apitest.PDF(t, "surat"), 0o600))
	commands, err := filepath.Abs("proposals/life.sh")
	require.NoError(t, err)

	run := exec.CommandContext(t.Context(), "sh", commands)
	run.Dir = dir
	run.Env = append(os.Environ(), "ELAYANAN_API="+s.URL+web.Base, "ELAYANAN_PASSWORD="+apitest.Password)
	out, err := run.CombinedOutput()
	require.NoError(t, err, "%s", out)
	var told []string
	for line := range strings.Lines(string(out)) {
		_, word, _ := strings.Cut(strings.TrimSpace(line), " ")
		told = append(told, word)
	}
	require.Equal(t, []string{"draft", "submitted", "study", "mending", "1", "2", "approved_internally", "sent_to_ministry", "approved"}, told, "%s", out)
	archive, err := os.ReadFile(filepath.Join(dir, "usulan.zip"))
	require.NoError(t, err)
	require.Equal(t, 6, strings.Count(string(archive), "%PDF-"))
}
