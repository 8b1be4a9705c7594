package auth

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Reach is how much of what an operation is about a role gets at. The reads of
// each room narrow to it; a test of all operations with all roles holds the
// words and the reads together.
type Reach string

// The words.
const (
	ReachNone   Reach = ""
	ReachOwn    Reach = "own"    // what is the person's own
	ReachAgency Reach = "agency" // what is of the person's agency
	// ReachOwnOrAgency is one's own, and what is not confidential of the agency
	// where the admin says so.
	ReachOwnOrAgency Reach = "own_or_agency"
	// ReachHeld is what the role, for its unit, or the person holds or has held;
	// what is confidential, only where the role or the person was handed it.
	ReachHeld Reach = "held"
	// ReachOpen is all that is not confidential, and beyond it as ReachHeld.
	ReachOpen Reach = "open"
	ReachAll  Reach = "all"
)

// Object is what an operation is about.
type Object string

// objects tells by the beginning of the path what an operation is about; the
// first that fits. What is not listed is the office's, and open to whoever has
// the permission.
var objects = []struct {
	path   string
	object Object
}{
	{"/tickets", "ticket"}, {"/agenda", "ticket"}, {"/dashboard", "ticket"}, {"/attachments", "file"},
	{"/information-requests/export", "register"}, {"/information-requests/:number", "information"}, {"/information-requests", "register"},
	{"/assets/availability", "office"}, {"/assets", "asset"}, {"/delegations", "delegation"},
	{"/spbe-recommendations/form", "office"}, {"/spbe-recommendations/risk-template.xlsx", "office"}, {"/spbe-recommendations", "recommendation"},
	{"/me", "person"}, {"/notifications", "person"}, {"/drafts", "person"},
}

// reaches says what each role gets at. Where an object is not listed, that is
// all of it.
var reaches = map[Object]map[Role]Reach{
	"ticket":      ticketReach,
	"file":        ticketReach,
	"information": withRoles(ticketReach, map[Role]Reach{PPID: ReachAll, Head: ReachAll, Auditor: ReachAll, Admin: ReachAll}),
	"asset":       withRoles(nil, map[Role]Reach{Applicant: ReachAgency}),
	"delegation":  withRoles(everyoneAt(ReachOwn), map[Role]Reach{Admin: ReachAll, Auditor: ReachAll, Head: ReachAll}),
	"person":      everyoneAt(ReachOwn),
	// Once it is submitted, a proposal is read by whoever may read its request.
	"recommendation": withRoles(ticketReach, map[Role]Reach{Applicant: ReachAgency}),
}

var ticketReach = map[Role]Reach{
	Applicant: ReachOwnOrAgency, FrontOffice: ReachOpen, Head: ReachAll, DivisionHead: ReachHeld, Technical: ReachHeld,
	Verifier: ReachHeld, PPID: ReachHeld, Auditor: ReachOpen, Admin: ReachOpen,
}

func everyoneAt(reach Reach) map[Role]Reach {
	all := map[Role]Reach{}
	for _, r := range Roles {
		all[r] = reach
	}
	return all
}

func withRoles(base, other map[Role]Reach) map[Role]Reach {
	all := everyoneAt(ReachAll)
	for r, reach := range base {
		all[r] = reach
	}
	for r, reach := range other {
		all[r] = reach
	}
	return all
}

// Operation is a line of the table of permissions: an operation of the API, and
// who gets at what with it.
type Operation struct {
	Method     string         `json:"method" example:"GET"`
	Path       string         `json:"path" example:"/tickets/{number}"`                      // below the API's base
	Permission web.Permission `json:"permission" swaggertype:"string" example:"ticket.read"` // public: nobody needs to be signed in
	Object     Object         `json:"object" example:"ticket"`
	Reach      []RoleReach    `json:"reach"`     // of the roles that have the permission; empty: public
	KeyRoles   []Role         `json:"key_roles"` // the roles in which an API key can use it, where its scopes name the permission
} // @name PolicyOperation

// RoleReach is what a role gets at.
type RoleReach struct {
	Role  Role  `json:"role" example:"applicant"`
	Reach Reach `json:"reach" enums:"own,agency,own_or_agency,held,open,all"`
} // @name PolicyReach

// Of returns what a role gets at with the operation.
func (o Operation) Of(role Role) Reach {
	for _, r := range o.Reach {
		if r.Role == role {
			return r.Reach
		}
	}
	return ReachNone
}

// Table is the whole policy, by path and method. It is made from what the
// guard itself goes by: the routes and Policy.
func Table(routes []web.Route) []Operation {
	table := make([]Operation, 0, len(routes))
	for _, r := range routes {
		o := Operation{Method: r.Method, Path: documented(r.Path), Permission: r.Permission, Object: objectOf(r.Path), Reach: []RoleReach{}, KeyRoles: []Role{}}
		for _, role := range Roles {
			if !role.Grants(r.Permission) {
				continue
			}
			reach, listed := reaches[o.Object][role]
			if !listed {
				reach = ReachAll
			}
			o.Reach = append(o.Reach, RoleReach{Role: role, Reach: reach})
			if slices.Contains(keyScopes[role], r.Permission) {
				o.KeyRoles = append(o.KeyRoles, role)
			}
		}
		table = append(table, o)
	}
	slices.SortFunc(table, func(a, b Operation) int {
		return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method)
	})
	return table
}

func objectOf(path string) Object {
	for _, o := range objects {
		if path == o.path || strings.HasPrefix(path, strings.TrimSuffix(o.path, "/")+"/") {
			return o.object
		}
	}
	return "office"
}

// documented writes a path as the API document does: /users/{id}.
func documented(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if name, ok := strings.CutPrefix(segment, ":"); ok {
			segments[i] = "{" + name + "}"
		}
	}
	return strings.Join(segments, "/")
}

// TableRoutes is the route that shows the table of all routes, its own
// included.
func TableRoutes(all func() []web.Route) []web.Route {
	h := &tableHandlers{all}
	return []web.Route{{Method: "GET", Path: "/permissions", Permission: ReadAudit, Handler: h.permissions}}
}

type tableHandlers struct{ all func() []web.Route }

// @Summary	Read the table of permissions
// @Description	Every operation of this API with the permission that it needs, the roles that have it, and how much each gets at: own, agency (of one's agency), own_or_agency (one's own, and the agency's where the admin says so), held (what the role or person holds or has held), open (all that is not confidential, and what was held), all. It is made from what the server itself goes by.
// @Tags	audit-log
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	web.List[Operation]
// @Failure	401,403	{object}	web.Problem
// @Router	/permissions [get]
func (h *tableHandlers) permissions(c echo.Context) error {
	return web.JSON(c, http.StatusOK, web.List[Operation]{Items: Table(h.all())})
}
