package apidoc

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed examples/keys examples/proposals
var exampleFiles embed.FS

// examples are the programs that show how another system uses its key, and the
// answers that they send, in the order of the page. A test runs them.
var examples = []struct{ language, file string }{
	{"JSON", "answers.json"}, {"curl", "client.sh"}, {"Go", "client.go"}, {"PHP", "client.php"}, {"Python", "client.py"}, {"JavaScript", "client.mjs"},
}

// keysText is the part of the introduction that is for the makers of other
// systems, with the examples as they run.
func keysText() (string, error) {
	text, err := exampleFiles.ReadFile("examples/keys/keys.md")
	if err != nil {
		return "", err
	}
	var out strings.Builder
	out.Write(text)
	for _, e := range examples {
		program, err := exampleFiles.ReadFile("examples/keys/" + e.file)
		if err != nil {
			return "", err
		}
		_, extension, _ := strings.Cut(e.file, ".")
		fence := "```" + extension
		fmt.Fprintf(&out, "\nIn %s (`%s`):\n\n%s\n%s\n```\n", e.language, e.file, fence, strings.TrimSpace(string(program)))
	}
	return out.String(), nil
}

// proposalsText is the part of the introduction that follows a proposal through
// its life. A test runs its commands.
func proposalsText() (string, error) {
	text, err := exampleFiles.ReadFile("examples/proposals/proposals.md")
	if err != nil {
		return "", err
	}
	commands, err := exampleFiles.ReadFile("examples/proposals/life.sh")
	return fmt.Sprintf("%s\n```sh\n%s\n```\n", text, strings.TrimSpace(string(commands))), err
}
