package catalogue_test

import (
	"context"
	"io/fs"
	"net/http"
	"regexp"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

func TestNewerReleaseReplacesItsOwnTextButNeverAnAdmins(t *testing.T) {
	s := apitest.New(t)
	ctx := context.Background()
	name := func() string { return s.Guest().Get("/service-types/email").Want(t, http.StatusOK).String(t, "name") }
	shipped, err := s.Catalogue.Find(ctx, "email")
	require.NoError(t, err)
	text, err := fs.ReadFile(catalogue.Content(), "content/email.yaml")
	require.NoError(t, err)
	// release is one that calls the service by another name.
	release := func(name string) fs.FS {
		renamed := regexp.MustCompile(`(?m)^name: .*$`).ReplaceAll(text, []byte("name: "+name))
		return fstest.MapFS{"content/email.yaml": {Data: renamed}}
	}

	newer := shipped.Definition
	newer.Name = "Email resmi (rilis baru)"
	require.NoError(t, s.Catalogue.Seed(ctx, release(newer.Name)))
	require.Equal(t, newer.Name, name())
	require.NoError(t, s.Catalogue.Seed(ctx, release(newer.Name)), "the same release again changes nothing")

	admin := s.As("admin")
	own := newer
	own.Name = "Email resmi (suntingan admin)"
	history := admin.Get("/service-types/email/versions").Want(t, http.StatusOK)
	require.Len(t, history.Value(t, "items"), 2)
	saved := admin.Send(http.MethodPut, "/service-types/email", "application/json", apitest.JSON(t, map[string]any{"definition": own}), history.IfMatch()).Want(t, http.StatusOK)
	admin.Post("/service-types/email/publish", map[string]any{"version": 3}, saved.IfMatch()).Want(t, http.StatusOK)

	newest := newer
	newest.Name = "Email resmi (rilis ketiga)"
	require.NoError(t, s.Catalogue.Seed(ctx, release(newest.Name)))
	require.Equal(t, own.Name, name(), "an admin's text stays")
	offered := admin.Get("/service-types/email/versions/4").Want(t, http.StatusOK)
	require.Equal(t, newest.Name, offered.String(t, "name"), "the newer text waits as a draft")
	require.Contains(t, string(admin.Get("/service-types/email/difference?from=3&to=4").Want(t, http.StatusOK).Body), "rilis ketiga")
	require.NoError(t, s.Catalogue.Seed(ctx, catalogue.Content()), "a start with this release's texts changes nothing")
	require.Equal(t, own.Name, name())
}
