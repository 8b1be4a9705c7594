package main

import (
	_ "embed"
	"maps"
	"net/http"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// introduction is the description of the API: what holds for all operations.
//
//go:embed introduction.md
var introduction string

// tags says what each group of operations is about, in the order in which a
// reader meets them.
var tags = []struct{ name, title, description string }{
	{"auth", "Signing in", "Signing in and out. An access token lives for minutes and is renewed with a cookie that scripts cannot read."},
	{"me", "My account", "The person who is signed in: profile, password, sessions."},
	{"service-types", "Services", "The public catalogue: what the office offers, who may ask, what to bring, how long it takes."},
	{"catalogue", "Keeping the catalogue", "Editing the services: every change is a new version, and what is published is never changed."},
	{"tickets", "Requests", "Requests, from the first submission to the answer. Every action is a resource below the request and needs its ETag."},
	{"agenda", "Agenda book", "The register of what came in and what went out (buku agenda)."},
	{"attachments", "Files", "The files of a request."},
	{"documents", "Documents", "Official documents that the product makes: receipt, disposition sheet, letters."},
	{"drafts", "Drafts", "Requests that are being filled in."},
	{"spbe-recommendations", "SPBE recommendations", "The SPBE recommendation form: documents, reviews, verdicts."},
	{"information-requests", "Public information", "Requests for public information: objections and disputes."},
	{"dashboard", "Dashboard", "The caller's counts, and what waits for the caller."},
	{"users", "Accounts", "Accounts, their roles and passwords."},
	{"privacy", "Privacy", "Copies of a person's data, consents, requests to correct or erase, retention, the report after a breach, the record of processing."},
	{"organisations", "Agencies and units", "Agencies that ask for services, and the units of the office."},
	{"delegations", "Delegations", "Who acts for whom, and for how long."},
	{"calendars", "Working time", "Working time: hours and holidays."},
	{"assets", "Assets", "The register of what was delivered."},
	{"bookings", "Bookings", "Rooms, accounts, crew and equipment, and who has them when."},
	{"surveys", "Surveys", "What applicants think of a service."},
	{"reports", "Reports", "Registers, figures and exports."},
	{"notifications", "Notifications", "What the product tells a person."},
	{"webhooks", "Webhooks", "What the product tells other systems."},
	{"api-keys", "API keys", "Keys for other systems."},
	{"audit-log", "Audit log", "The append-only record of what happened."},
	{"settings", "Settings", "How this office has set up the product."},
	{"public", "Without an account", "Following a request and checking a letter without an account."},
}

// unexpected names the answer that every operation can give beside its own.
const unexpected = "Unexpected"

// refusals says what each status means, the same for all operations.
var refusals = []struct {
	status      int // 0: the default
	name        string
	description string
}{
	{400, "", "The request cannot be read: the query string is not well-formed, the body is not well-formed JSON, or the form is broken off."},
	{401, "", "Nobody is signed in: the access token is missing, has run out or was revoked."},
	{403, "", "The caller may not do this, or must first change their password."},
	{404, "", "It does not exist, or lies outside what the caller may see; the answer does not tell which."},
	{405, "", "This address does not offer that method."},
	{409, "", "It does not fit the present state; `code` says why."},
	{412, "", "Somebody else has changed it since it was read: `If-Match` names an older version."},
	{413, "", "The request, or a file in it, is too large."},
	{415, "", "The content type is not accepted here."},
	{416, "", "The file has no such range."},
	{422, "", "Something in the input is wrong; `errors` points at each fault."},
	{428, "", "`If-Match` is missing."},
	{429, "", "Too many requests; `Retry-After` says when to come again."},
	{500, "", "A fault of the server. Quote `instance` to the office."},
	{503, "", "Something that this needs does not answer at the moment."},
	{0, unexpected, "What any operation may answer besides: 413 too large, 429 too many requests (with `Retry-After`), 500 a fault of the server, 503 not available at the moment."},
}

func responseName(status int) string {
	words := []rune{}
	for _, r := range http.StatusText(status) {
		if r != ' ' && r != '-' {
			words = append(words, r)
		}
	}
	return string(words)
}

// house sets what is the same for the whole API.
func house(doc *openapi3.T) {
	doc.OpenAPI = "3.1.1"
	doc.Info = &openapi3.Info{
		Title:       "E-Layanan API",
		Version:     "1.0.0",
		Summary:     "Requests to the office for communication, informatics, statistics and encryption of Kalimantan Utara.",
		Description: introduction,
		Contact:     &openapi3.Contact{Name: "DKISP Provinsi Kalimantan Utara", Email: "diskominfo@kaltaraprov.go.id"},
	}
	doc.Servers = openapi3.Servers{{URL: "/api/v1", Description: "This server"}}

	used, schemes := map[string]bool{}, map[string]bool{}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			for _, tag := range op.Tags {
				used[tag] = true
			}
			if op.Security != nil {
				for _, requirement := range *op.Security {
					for scheme := range requirement {
						schemes[scheme] = true
					}
				}
			}
		}
	}
	for _, tag := range tags {
		if used[tag.name] {
			delete(used, tag.name)
			doc.Tags = append(doc.Tags, &openapi3.Tag{Name: tag.name, Description: tag.description, Extensions: map[string]any{"x-displayName": tag.title}})
		}
	}

	for _, name := range slices.Sorted(maps.Keys(used)) { // the tests ask for its description
		doc.Tags = append(doc.Tags, &openapi3.Tag{Name: name, Extensions: map[string]any{"x-displayName": name}})
	}

	doc.Components.SecuritySchemes = openapi3.SecuritySchemes{
		"Bearer": &openapi3.SecuritySchemeRef{Value: openapi3.NewJWTSecurityScheme().WithDescription("The `access_token` of `POST /auth/login`.")},
		"ApiKey": &openapi3.SecuritySchemeRef{Value: openapi3.NewSecurityScheme().WithType("apiKey").WithIn("header").WithName("X-API-Key").
			WithDescription("The key of another system.")},
	}
	maps.DeleteFunc(doc.Components.SecuritySchemes, func(name string, _ *openapi3.SecuritySchemeRef) bool { return !schemes[name] })
	header := func(description, example string) *openapi3.HeaderRef {
		return &openapi3.HeaderRef{Value: &openapi3.Header{Parameter: openapi3.Parameter{
			Description: description, Schema: openapi3.NewStringSchema().NewRef(), Example: example,
		}}}
	}
	doc.Components.Headers = openapi3.Headers{
		"RequestId":          header("Names this request in the log; quote it to the office.", "0199c0de-0000-7000-8000-000000000000"),
		"ETag":               header("The version of the resource, for `If-Match` and `If-None-Match`.", `"3.q1w2e3r4t5y6"`),
		"Location":           header("The address of what was made.", "/api/v1/users/0199c0de-0000-7000-8000-000000000000"),
		"RetryAfter":         header("Seconds to wait before the next try.", "60"),
		"WWWAuthenticate":    header("How to sign in.", `Bearer realm="elayanan"`),
		"ContentDisposition": header("That it is a file to keep, and its name.", `attachment; filename="surat.pdf"`),
	}
	doc.Components.Headers["RequestId"].Value.Required = true
	doc.Components.Parameters = openapi3.ParametersMap{"IfNoneMatch": &openapi3.ParameterRef{
		Value: openapi3.NewHeaderParameter("If-None-Match").WithSchema(openapi3.NewStringSchema()).
			WithDescription("ETag of what the caller has already; where it still holds, the answer is 304."),
	}}
	doc.Components.Responses = openapi3.ResponseBodies{}
	for _, r := range refusals {
		headers := openapi3.Headers{"X-Request-Id": {Ref: headerRef + "RequestId"}}
		if slices.Contains([]int{0, 429, 503}, r.status) {
			headers["Retry-After"] = &openapi3.HeaderRef{Ref: headerRef + "RetryAfter"}
		}
		if r.status == 401 {
			headers["WWW-Authenticate"] = &openapi3.HeaderRef{Ref: headerRef + "WWWAuthenticate"}
		}
		name := r.name
		if name == "" {
			name = responseName(r.status)
		}
		response := openapi3.NewResponse().WithDescription(r.description).
			WithContent(openapi3.Content{typeProblem: openapi3.NewMediaType().WithSchemaRef(openapi3.NewSchemaRef(schemaRef+"Problem", nil))})
		response.Headers = headers
		doc.Components.Responses[name] = &openapi3.ResponseRef{Value: response}
	}
}
