package app

import (
	"context"

	"github.com/dkisp-kaltara/elayanan/api/report"
	"github.com/dkisp-kaltara/elayanan/api/site"
)

// performance shows the figures of the reports on the public pages.
type performance struct{ reports *report.Service }

// Figures implements site.Performance.
func (p performance) Figures(ctx context.Context) (site.Figures, error) {
	found, err := p.reports.Performance(ctx)
	if err != nil {
		return site.Figures{}, err
	}
	figures := site.Figures{AsOf: found.AsOf, Since: found.Since, Total: site.ServiceFigures(found.Total), Services: map[string]site.ServiceFigures{}}
	for _, one := range found.Items {
		figures.Services[one.ServiceType] = site.ServiceFigures(one.Figures)
	}
	return figures, nil
}
