package app

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo-contrib/echoprometheus"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

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
func (a *App) mountHealth(e *echo.Echo) error {
	probes := []string{http.MethodGet, http.MethodHead}
	e.Match(probes, "/healthz", func(c echo.Context) error {
		return web.JSON(c, http.StatusOK, Health{Status: "ok"})
	})
	e.Match(probes, "/readyz", func(c echo.Context) error {
		health := a.ready(c.Request().Context())
		if health.Status != "ok" {
			return web.JSON(c, http.StatusServiceUnavailable, health)
		}
		return web.JSON(c, http.StatusOK, health)
	})
	if !a.Config.Metrics {
		return nil
	}
	figures := prometheus.NewRegistry()
	figures.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	count, err := echoprometheus.MiddlewareConfig{
		Subsystem: "elayanan", Registerer: figures, DoNotUseRequestPathFor404: true,
		LabelFuncs: map[string]echoprometheus.LabelValueFunc{"host": nothing, "method": method},
	}.ToMiddleware()
	if err != nil {
		return err
	}
	e.Use(count)
	e.GET("/metrics", echoprometheus.NewHandlerWithConfig(echoprometheus.HandlerConfig{Gatherer: figures}))
	return nil
}

// Labels that a caller could fill with anything would let the figures grow
// without end.
func nothing(echo.Context, error) string { return "" }

func method(c echo.Context, _ error) string {
	known := []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}
	if m := c.Request().Method; slices.Contains(known, m) {
		return m
	}
	return "other"
}

// ready asks database and store at the same time. Whatever has not answered
// within healthDeadline counts as unavailable, also a driver that does not heed
// it.
func (a *App) ready(ctx context.Context) Health {
	ctx, cancel := context.WithTimeout(ctx, healthDeadline)
	defer cancel()
	type answer struct {
		name string
		err  error
	}
	checks := map[string]func(context.Context) error{"database": a.DB.Check, "storage": a.Objects.Check}
	answers := make(chan answer, len(checks))
	health := Health{Status: "ok", Checks: map[string]string{}}
	for name, check := range checks {
		health.Checks[name] = "unavailable"
		go func() { answers <- answer{name, check(ctx)} }()
	}
	for range checks {
		select {
		case got := <-answers:
			if got.err == nil {
				health.Checks[got.name] = "ok"
			} else {
				a.Parts.Log.WarnContext(ctx, "not ready", "dependant", got.name, "error", got.err)
			}
		case <-ctx.Done():
		}
	}
	for _, state := range health.Checks {
		if state != "ok" {
			health.Status = "unavailable"
		}
	}
	return health
}
