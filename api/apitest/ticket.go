package apitest

import (
	"net/http"
	"testing"
)

// heldBefore are the prerequisites without which a service cannot be asked for.
var heldBefore = map[string]string{
	"tte": `[{"kind":"mailbox","number":"lama@kaltaraprov.go.id"}]`,
	"pse": `[{"kind":"recommendation","number":"500.12/1/2024"}]`,
}

// Submission is a form that files a valid request for a service.
func Submission(t testing.TB, service, subject string) *Form {
	form := Answering(t, service, nil).Field("subject", subject).File("letter", "surat.pdf", PDF(t, subject))
	if held := heldBefore[service]; held != "" {
		form.Field("held_before", held)
	}
	return form
}

// Submit files a request for a subdomain and returns the answer.
func (c *Client) Submit(t testing.TB, subject string) *Answer {
	t.Helper()
	return c.PostForm("/tickets", Submission(t, "subdomain", subject)).Want(t, http.StatusCreated)
}

// Act reads a request and does an action to it that comes as JSON.
func (c *Client) Act(t testing.TB, number, action string, body any) *Answer {
	t.Helper()
	now := c.Get("/tickets/"+number).Want(t, http.StatusOK)
	return c.Post("/tickets/"+number+"/"+action, body, now.IfMatch())
}

// ActForm reads a request and does an action to it that comes as a form.
func (c *Client) ActForm(t testing.TB, number, action string, form *Form) *Answer {
	t.Helper()
	now := c.Get("/tickets/"+number).Want(t, http.StatusOK)
	return c.PostForm("/tickets/"+number+"/"+action, form, now.IfMatch())
}
