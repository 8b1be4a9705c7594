package app

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo-contrib/echoprometheus"
	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/web"
)

// healthDeadline bounds what a readiness check asks of each dependant.
const healthDeadline = 2 * time.Second

// Health is what /healthz and /readyz answer.
type Health struct {
	Status string            `json:"status"` // ok or unavailable
	Checks map[string]string `json:"checks,omitempty"`
}

// mountHealth adds what operators ask: alive, ready, and figures where they
// are enabled.
func (a *App) mountHealth(e *echo.Echo) {
	e.GET("/healthz", func(c echo.Context) error {
		return web.JSON(c, http.StatusOK, Health{Status: "ok"})
	})
	e.GET("/readyz", func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), healthDeadline)
		defer cancel()
		health, status := Health{Status: "ok", Checks: map[string]string{}}, http.StatusOK
		results := make(chan [2]string, 2)
		for name, check := range map[string]func(context.Context) error{"database": a.DB.Check, "storage": a.Objects.Check} {
			go func() {
				answer := "ok"
				if err := check(ctx); err != nil {
					a.Parts.Log.WarnContext(ctx, "not ready", "dependant", name, "error", err)
					answer = "unavailable"
				}
				results <- [2]string{name, answer}
			}()
		}
		for range 2 {
			r := [2]string{}
			select {
			case r = <-results:
			case <-time.After(healthDeadline + time.Second): // a driver that does not heed its deadline
				r = [2]string{"deadline", "unavailable"}
			}
			health.Checks[r[0]] = r[1]
			if r[1] != "ok" {
				health.Status, status = "unavailable", http.StatusServiceUnavailable
			}
		}
		return web.JSON(c, status, health)
	})
	if a.Config.Metrics {
		e.Use(echoprometheus.NewMiddleware("elayanan"))
		e.GET("/metrics", echoprometheus.NewHandler())
	}
}
