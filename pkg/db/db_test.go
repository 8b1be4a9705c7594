package db_test

import (
	"errors"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

func TestOnlyPostgresURLsAreOpenedAndNoneIsQuoted(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close()) // nobody listens there now
	for _, url := range []string{
		"mysql://a:GEHEIM@127.0.0.1/x", "postgresfoo://a:GEHEIM@127.0.0.1/x", "postgres://a:GEHEIM%zz@127.0.0.1/x", "GEHEIM",
		"postgres://a:GEHEIM@" + address + "/x?sslmode=disable", "postgresql://a:GEHEIM@" + address + "/x?sslmode=maybe", "postgres://a:GEHEIM@" + address + "/x?connect_timeout=soon",
	} {
		_, err := db.Open(t.Context(), url, t.TempDir())
		require.Error(t, err)
		require.NotContains(t, err.Error(), "GEHEIM")
	}
}

func TestReadPoolCannotWriteAndErrorsAreTold(t *testing.T) {
	d, err := db.Open(t.Context(), "", t.TempDir())
	require.NoError(t, err)
	defer d.Close()
	for _, statement := range []string{"CREATE TABLE a (id TEXT PRIMARY KEY, n TEXT UNIQUE)", "CREATE TABLE b (a TEXT REFERENCES a (id))", "INSERT INTO a VALUES ('1', 'x')"} {
		require.NoError(t, d.Write.Exec(statement).Error)
	}
	require.Error(t, d.Read.Exec("INSERT INTO a VALUES ('2', 'y')").Error)
	require.True(t, db.IsDuplicate(d.Write.Exec("INSERT INTO a VALUES ('1', 'y')").Error))
	require.True(t, db.IsDuplicate(d.Write.Exec("INSERT INTO a VALUES ('2', 'x')").Error))
	require.True(t, db.IsForeignKey(d.Write.Exec("INSERT INTO b VALUES ('9')").Error))
	require.True(t, db.IsNotFound(d.Read.Table("a").Where("id = '9'").Take(&map[string]any{}).Error))
	for _, err := range []error{nil, errors.New("x"), io.EOF} {
		require.False(t, db.IsDuplicate(err) || db.IsForeignKey(err) || db.IsNotFound(err) || db.IsUnavailable(err))
	}
	require.True(t, db.IsUnavailable(&net.OpError{Err: errors.New("refused")}))
	require.NoError(t, d.Check(t.Context()))
	var rows []map[string]any
	require.NoError(t, d.Read.Raw("SELECT * FROM a").Scan(&rows).Error)
	require.Len(t, rows, 1)
}

func TestLikeStandsForItself(t *testing.T) {
	d, err := db.Open(t.Context(), "", t.TempDir())
	require.NoError(t, err)
	defer d.Close()
	matches := func(text, part string) (n int) {
		require.NoError(t, d.Read.Raw(`SELECT ? LIKE ? ESCAPE '\'`, text, "%"+db.EscapeLike(part)+"%").Scan(&n).Error)
		return n
	}
	for _, sign := range []string{"%", "_", `\`, `\%`, "50%_x"} {
		require.Equal(t, 1, matches("a"+sign+"b", sign))
		require.Zero(t, matches(strings.Repeat("a", 9), sign))
	}
}
