package recommendation

import (
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// lifeRoutes are the routes of a proposal from its first submission on.
func (h *handlers) lifeRoutes() []web.Route {
	return []web.Route{
		{Method: "POST", Path: "/spbe-recommendations/:id/submit", Permission: auth.WriteRecommendations, Handler: h.submit},
		{Method: "GET", Path: "/spbe-recommendations/:id/submissions", Permission: auth.ReadRecommendations, Handler: h.submissions},
		{Method: "GET", Path: "/spbe-recommendations/:id/submissions/:n", Permission: auth.ReadRecommendations, Handler: h.submission},
		{Method: "GET", Path: "/spbe-recommendations/:id/documents/:file", Permission: auth.ReadRecommendations, Handler: h.document, HandsOut: web.Download},
		{Method: "GET", Path: "/spbe-recommendations/:id/documents.zip", Permission: auth.ReadRecommendations, Handler: h.documents, HandsOut: web.Download},
		{Method: "GET", Path: "/spbe-recommendations/:id/reviews", Permission: auth.ReadRecommendations, Handler: h.reviews},
		{Method: "PUT", Path: "/spbe-recommendations/:id/reviews/:key", Permission: auth.ReviewRecommendations, Handler: h.reviewPoint},
		{Method: "POST", Path: "/spbe-recommendations/:id/return", Permission: auth.ReviewRecommendations, Handler: h.giveBack},
		{Method: "PUT", Path: "/spbe-recommendations/:id/points/:key/reply", Permission: auth.WriteRecommendations, Handler: h.reply},
		{Method: "GET", Path: "/spbe-recommendations/:id/study", Permission: auth.ReadRecommendations, Handler: h.study},
		{Method: "PUT", Path: "/spbe-recommendations/:id/study", Permission: auth.RecordRecommendations, Handler: h.saveStudy},
		{Method: "POST", Path: "/spbe-recommendations/:id/verdict", Permission: auth.DecideRecommendations, Handler: h.verdict},
		{Method: "POST", Path: "/spbe-recommendations/:id/ministry-letter", Permission: auth.RecordRecommendations, Handler: h.ministryLetter},
		{Method: "POST", Path: "/spbe-recommendations/:id/ministry-consideration", Permission: auth.RecordRecommendations, Handler: h.consideration},
		{Method: "POST", Path: "/spbe-recommendations/:id/budget-adjustment", Permission: auth.WriteRecommendations, Handler: h.budgetAdjustment},
		{Method: "POST", Path: "/spbe-recommendations/:id/records/:kind/corrections", Permission: auth.CorrectRecommendations, Handler: h.correctRecord},
		{Method: "GET", Path: "/spbe-recommendations/:id/milestones", Permission: auth.ReadRecommendations, Handler: h.milestones},
		{Method: "POST", Path: "/spbe-recommendations/:id/milestones", Permission: auth.WriteRecommendations, Handler: h.addMilestone},
	}
}
