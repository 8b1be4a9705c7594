package main

import (
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/dkisp-kaltara/elayanan/api/auth"
)

// words are those of the table for what a role gets at.
var words = map[auth.Reach]string{
	auth.ReachNone: "–", auth.ReachOwn: "own", auth.ReachAgency: "agency", auth.ReachOwnOrAgency: "own or agency",
	auth.ReachHeld: "held", auth.ReachOpen: "open", auth.ReachAll: "all",
}

const policyHead = `# Who may do what

Every operation of the API, the permission that it needs, and how much of it each role gets at. Written by
` + "`go run ./cmd/openapi`" + ` from the table of routes and the policy that the server itself goes by (api/auth/policy.go,
api/auth/reach.go); a test tries every cell.

- **–** the role has not the permission: 403, and 401 for whoever is not signed in.
- **own** what is the person's own. **agency** what is of the person's agency.
- **own or agency** the person's own, and of their agency what is not confidential, where the admin says so.
- **held** what the role (of its unit) or the person holds or has held; what is confidential, only where it was handed to them.
- **open** all that is not confidential, and beyond it what was held. **all** everything.
- What lies outside is 404, as what does not exist. What may be done to a request also depends on its state.
- **Keys**: the roles in which an API key can use the operation, where its scopes name the permission.

`

// policyTable writes the policy as a table to read.
func policyTable(operations []auth.Operation) []byte {
	var out strings.Builder
	out.WriteString(policyHead)
	out.WriteString("| operation | permission |")
	rule := "| --- | --- |"
	for _, role := range auth.Roles {
		fmt.Fprintf(&out, " %s |", role)
		rule += " --- |"
	}
	out.WriteString(" keys |\n" + rule + " --- |\n")
	for _, o := range operations {
		fmt.Fprintf(&out, "| %s `%s` | %s |", o.Method, o.Path, o.Permission)
		for _, role := range auth.Roles {
			if len(o.Reach) == 0 { // public
				out.WriteString(" all |")
				continue
			}
			fmt.Fprintf(&out, " %s |", words[o.Of(role)])
		}
		keys := make([]string, len(o.KeyRoles))
		for i, role := range o.KeyRoles {
			keys[i] = string(role)
		}
		fmt.Fprintf(&out, " %s |\n", strings.Join(keys, ", "))
	}
	return []byte(out.String())
}

// allowKeys says of the operations that keys can use that they take a key.
func allowKeys(doc *openapi3.T, operations []auth.Operation) {
	for _, o := range operations {
		item := doc.Paths.Find(o.Path)
		if len(o.KeyRoles) == 0 || item == nil || item.GetOperation(o.Method) == nil {
			continue
		}
		op := item.GetOperation(o.Method)
		if op.Security != nil && len(*op.Security) > 0 {
			op.Security.With(openapi3.NewSecurityRequirement().Authenticate("ApiKey"))
		}
	}
}
