// These keep nothing: on one pair of database and store is enough.

package catalogue_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/form"
)

// secret finds fields that ask for what nobody may be asked for by a form
// (domain-facts §9).
var secret = regexp.MustCompile(`(?i)kata sandi|sandi baru|password|passphrase|\bPIN\b`)

func TestEveryServiceHasAForm(t *testing.T) {
	for code, d := range shippedDefinitions(t) {
		t.Run(code, func(t *testing.T) {
			if d.Channel == catalogue.External {
				return
			}
			require.NotNil(t, d.Form)
			require.NotEmpty(t, d.Example)
			assert.Empty(t, d.Form.Faults())
			// The dates of an example lie ahead and behind of its writing.
			found := d.Form.Check(d.Example, form.World{Now: time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC)})
			assert.Empty(t, found.Errors)
			assert.Empty(t, found.Warnings)
			for _, s := range d.Form.Sections {
				inBothLanguages(t, s.Key, s.Title, s.Description, s.EN)
			}
			for key, f := range d.Form.Properties {
				checkField(t, key, f)
			}
			for _, r := range d.Form.Rules {
				require.NotNil(t, r.EN, r.Field)
				assert.NotEmpty(t, r.EN.Message, r.Field)
			}
		})
	}
}

func checkField(t *testing.T, key string, f form.Field) {
	inBothLanguages(t, key, f.Title, f.Description, f.EN)
	assert.NotRegexp(t, secret, key+" "+f.Title, "no secret is ever asked for")
	if f.Statement != "" {
		assert.NotEmpty(t, f.EN.Statement, key)
	}
	for _, o := range f.Options() {
		inBothLanguages(t, key+"="+o.Const, o.Title, o.Description, o.EN)
	}
	for _, b := range f.Bands {
		inBothLanguages(t, key, b.Title, "", b.EN)
	}
	if f.Items != nil {
		for inner, field := range f.Items.Properties {
			checkField(t, key+"/"+inner, field)
		}
	}
}

func inBothLanguages(t *testing.T, what, title, description string, en *form.English) {
	require.NotNil(t, en, what)
	assert.NotEmpty(t, title, what)
	assert.NotEmpty(t, en.Title, what)
	assert.Equal(t, description == "", en.Description == "", "%s: help in one language only", what)
}
