package recommendation

import (
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return append(h.lifeRoutes(), []web.Route{
		{Method: "GET", Path: "/spbe-recommendations", Permission: auth.ReadRecommendations, Handler: h.list},
		{Method: "POST", Path: "/spbe-recommendations", Permission: auth.WriteRecommendations, Handler: h.create},
		{Method: "GET", Path: "/spbe-recommendations/form", Permission: auth.ReadRecommendations, Handler: h.form},
		{Method: "GET", Path: "/spbe-recommendations/years", Permission: auth.ReadRecommendations, Handler: h.years},
		{Method: "GET", Path: "/spbe-recommendations/statistics", Permission: auth.ReadRecommendationFigures, Handler: h.statistics},
		{Method: "GET", Path: "/spbe-recommendations/statistics/export", Permission: auth.ReadRecommendationFigures, Handler: h.exportStatistics},
		{Method: "GET", Path: "/spbe-recommendations/risk-template.xlsx", Permission: auth.ReadRecommendations, Handler: h.riskTemplate},
		{Method: "GET", Path: "/spbe-recommendations/:id", Permission: auth.ReadRecommendations, Handler: h.get},
		{Method: "DELETE", Path: "/spbe-recommendations/:id", Permission: auth.WriteRecommendations, Handler: h.delete},
		{Method: "GET", Path: "/spbe-recommendations/:id/points/:key", Permission: auth.ReadRecommendations, Handler: h.point},
		{Method: "PUT", Path: "/spbe-recommendations/:id/points/:key", Permission: auth.WriteRecommendations, Handler: h.savePoint},
		{Method: "POST", Path: "/spbe-recommendations/:id/points/:key/attachments", Permission: auth.WriteRecommendations, Handler: h.attachToPoint},
		{Method: "GET", Path: "/spbe-recommendations/:id/risks", Permission: auth.ReadRecommendations, Handler: h.risks},
		{Method: "POST", Path: "/spbe-recommendations/:id/risks", Permission: auth.WriteRecommendations, Handler: h.addRisk},
		{Method: "POST", Path: "/spbe-recommendations/:id/risks/import", Permission: auth.WriteRecommendations, Handler: h.importRisks},
		{Method: "GET", Path: "/spbe-recommendations/:id/risks/:risk", Permission: auth.ReadRecommendations, Handler: h.risk},
		{Method: "PUT", Path: "/spbe-recommendations/:id/risks/:risk", Permission: auth.WriteRecommendations, Handler: h.saveRisk},
		{Method: "DELETE", Path: "/spbe-recommendations/:id/risks/:risk", Permission: auth.WriteRecommendations, Handler: h.deleteRisk},
		{Method: "POST", Path: "/spbe-recommendations/:id/risks/:risk/monitoring", Permission: auth.WriteRecommendations, Handler: h.monitorRisk},
		{Method: "GET", Path: "/spbe-recommendation-settings", Permission: auth.ReadRecommendationSettings, Handler: h.settings},
		{Method: "PUT", Path: "/spbe-recommendation-settings", Permission: auth.ManageRecommendationSettings, Handler: h.setSettings},
	}...)
}
