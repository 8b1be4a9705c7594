package ident_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

func TestIdentifiersAreUniqueAndSortByTheirMaking(t *testing.T) {
	before := ""
	for range 1000 {
		id := ident.Random{}.ID()
		require.True(t, ident.Valid(id))
		require.Greater(t, id, before)
		before = id
	}
}

func TestSecretsHaveTheirBytesAndDiffer(t *testing.T) {
	one, two := ident.Random{}.Secret(32), ident.Random{}.Secret(32)
	require.NotEqual(t, one, two)
	raw, err := base64.RawURLEncoding.DecodeString(one)
	require.NoError(t, err)
	require.Len(t, raw, 32)
}

func TestOnlyTheCanonicalSpellingIsValid(t *testing.T) {
	id := "0199c0de-0000-7000-8000-00000000abcd"
	require.True(t, ident.Valid(id))
	for _, other := range []string{"", strings.ToUpper(id), "{" + id + "}", "urn:uuid:" + id, strings.ReplaceAll(id, "-", ""), id + " ", id[:35], id[:35] + "g", "0199c0de-0000-7000-8000_00000000abcd"} {
		require.False(t, ident.Valid(other), other)
	}
}
