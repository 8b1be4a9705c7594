package catalogue_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

func TestNewerReleaseReplacesItsOwnTextButNeverAnAdmins(t *testing.T) {
	s := apitest.New(t)
	ctx := context.Background()
	name := func() string { return s.Guest().Get("/service-types/email").Want(t, http.StatusOK).String(t, "name") }
	shipped, err := s.Catalogue.Find(ctx, "email")
	require.NoError(t, err)

	newer := shipped.Definition
	newer.Name = "Email resmi (rilis baru)"
	require.NoError(t, s.Catalogue.SeedText(ctx, newer, "release 2"))
	require.Equal(t, newer.Name, name())
	require.NoError(t, s.Catalogue.SeedText(ctx, newer, "release 2"), "the same release again changes nothing")

	admin := s.As("admin")
	own := newer
	own.Name = "Email resmi (suntingan admin)"
	history := admin.Get("/service-types/email/versions").Want(t, http.StatusOK)
	require.Len(t, history.Value(t, "items"), 2)
	saved := admin.Send(http.MethodPut, "/service-types/email", "application/json", apitest.JSON(t, map[string]any{"definition": own}), history.IfMatch()).Want(t, http.StatusOK)
	admin.Post("/service-types/email/publish", map[string]any{"version": 3}, saved.IfMatch()).Want(t, http.StatusOK)

	newest := newer
	newest.Name = "Email resmi (rilis ketiga)"
	require.NoError(t, s.Catalogue.SeedText(ctx, newest, "release 3"))
	require.Equal(t, own.Name, name(), "an admin's text stays")
	offered := admin.Get("/service-types/email/versions/4").Want(t, http.StatusOK)
	require.Equal(t, newest.Name, offered.String(t, "name"), "the newer text waits as a draft")
	require.Contains(t, string(admin.Get("/service-types/email/difference?from=3&to=4").Want(t, http.StatusOK).Body), "rilis ketiga")
	require.NoError(t, s.Catalogue.Seed(ctx), "a start with this release's texts changes nothing")
	require.Equal(t, own.Name, name())
}
