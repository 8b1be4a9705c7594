package web

import (
	"fmt"

	"github.com/labstack/echo/v4"
)

// Base is the path under which the whole API lives.
const Base = "/api/v1"

// Permission is what a caller needs to have to use a route. Which roles have
// it is one table (auth.Policy).
type Permission string

// Public marks the few routes that need nobody signed in. They are also listed
// by name where the application is wired, so that none becomes public by a
// slip.
const Public Permission = "public"

// Route is one row of a room's index: method, path below Base, permission,
// handler.
type Route struct {
	Method     string
	Path       string
	Permission Permission
	Handler    echo.HandlerFunc
	HandsOut   HandsOut // what its answer is recorded as; empty: as nothing
}

// HandsOut is the kind of a route whose answers are recorded, because they
// take something out of the product. It is the type of the event.
type HandsOut string

// The kinds.
const (
	Download HandsOut = "downloaded" // one file
	Export   HandsOut = "exported"   // a register, or a part of it
)

// Guard refuses a request whose caller lacks the permission. It is the same
// for every route and is given by the wiring.
type Guard func(Route) echo.MiddlewareFunc

// Mount registers routes. known tells the permissions that the policy has;
// public is the explicit list ("GET /service-types") of routes without one. A
// route with an unknown permission, or public without being listed, is an
// error at start.
func Mount(e *echo.Echo, routes []Route, guard Guard, known func(Permission) bool, public []string) error {
	listed := map[string]bool{}
	for _, p := range public {
		listed[p] = true
	}
	group := e.Group(Base)
	for _, r := range routes {
		name := r.Method + " " + r.Path
		switch {
		case r.Permission == Public && !listed[name]:
			return fmt.Errorf("web: %s is public but not on the list of public routes", name)
		case r.Permission != Public && listed[name]:
			return fmt.Errorf("web: %s is on the list of public routes but needs %q", name, r.Permission)
		case r.Permission != Public && !known(r.Permission):
			return fmt.Errorf("web: %s needs %q, which the policy does not know", name, r.Permission)
		}
		delete(listed, name)
		group.Add(r.Method, r.Path, r.Handler, guard(r))
	}
	for name := range listed {
		return fmt.Errorf("web: %s is on the list of public routes but does not exist", name)
	}
	return nil
}
