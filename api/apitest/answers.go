package apitest

import (
	"crypto/rand"
	"encoding/json"
	"maps"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/form"
)

var shipped = sync.OnceValues(catalogue.Shipped)

// Shipped returns a shipped definition, or an empty one.
func Shipped(t testing.TB, service string) catalogue.Definition {
	all, err := shipped()
	require.NoError(t, err)
	for _, d := range all {
		if d.Code == service {
			return d
		}
	}
	return catalogue.Definition{}
}

// Answers are right answers to the form of a shipped service, without its
// files; a name that must be free is another one each time. What is given
// replaces the example's.
func Answers(t testing.TB, service string, given map[string]any) map[string]any {
	d := Shipped(t, service)
	answers := map[string]any{}
	for key, value := range d.Example {
		switch f := d.Form.Properties[key]; {
		case f.Kind() == form.FileList:
		case f.Register != "":
			answers[key] = "uji-" + strings.ToLower(rand.Text()[:10])
		default:
			answers[key] = value
		}
	}
	maps.Copy(answers, given)
	return answers
}

// Answering returns a form that asks for a service with right answers and the
// files that they need; what is given replaces the example's.
func Answering(t testing.TB, service string, given map[string]any) *Form {
	text, err := json.Marshal(Answers(t, service, given))
	require.NoError(t, err)
	d := Shipped(t, service)
	out := NewForm().Field("service_type", service).Field("answers", string(text))
	for key, value := range d.Example {
		if d.Form.Properties[key].Kind() != form.FileList {
			continue
		}
		for _, name := range value.([]any) {
			out.File("files["+key+"]", strings.TrimSuffix(name.(string), ".png")+".pdf", PDF(t, name.(string)))
		}
	}
	return out
}
