package mail_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/mail"
	"github.com/dkisp-kaltara/elayanan/pkg/mail/mailtest"
)

func server(t *testing.T) (*mail.Server, *mailtest.Server) {
	t.Helper()
	smtp := mailtest.New(t)
	s, err := mail.Parse(smtp.URL, "layanan@example.go.id")
	require.NoError(t, err)
	return s, smtp
}

func TestLetterArrivesWithTextAndAlternative(t *testing.T) {
	s, smtp := server(t)
	require.NoError(t, s.Send(context.Background(), mail.Message{
		ID: "7", To: "siti@example.go.id", Subject: "Permohonan diterima – é", Text: "Yth. Siti", HTML: "<p>Yth. <b>Siti</b></p>",
	}))
	require.Len(t, smtp.Letters(), 1)
	got := smtp.Letters()[0]
	require.Equal(t, "siti@example.go.id", got.To)
	require.Contains(t, got.Header(), "Message-ID: <7@example.go.id>")
	require.Contains(t, got.Header(), "Auto-Submitted: auto-generated")
	require.Contains(t, got.Header(), "multipart/alternative")
	require.Contains(t, got.Text(), "Yth. Siti")
	require.Contains(t, got.Text(), "<b>Siti</b>")
}

func TestWordsOfPeopleNeverBecomeHeadersOrReceivers(t *testing.T) {
	s, smtp := server(t)
	require.NoError(t, s.Send(context.Background(), mail.Message{
		ID: "1\r\nBcc: x@example.org", To: "siti@example.go.id", Subject: "Halo\r\nBcc: semua@example.org\n\nisi", Text: ".\r\nRCPT TO:<x@example.org>\r\n.",
	}))
	require.Len(t, smtp.Letters(), 1)
	for line := range strings.Lines(smtp.Letters()[0].Header()) {
		require.False(t, strings.HasPrefix(strings.ToLower(line), "bcc"), line)
	}
	for _, to := range []string{
		"", "siti", "a@b.id\r\nBcc: x@example.org", "a@b.id, c@d.id", "Siti <a@b.id>", "<a@b.id>", "a@b.id>", " a@b.id", "a b@c.id", "\"a\nb\"@c.id", "+6281234567890",
		strings.Repeat("a", 300) + "@b.id",
	} {
		err := s.Send(context.Background(), mail.Message{To: to, Text: "x"})
		require.ErrorIs(t, err, mail.ErrAddress, to)
		require.True(t, mail.IsPermanent(err))
	}
	require.Len(t, smtp.Letters(), 1, "nothing more was sent")
}

func TestRefusalTellsWhetherToTryAgain(t *testing.T) {
	s, smtp := server(t)
	for answer, permanent := range map[string]bool{"451 later": false, "552 no room for this": true} {
		smtp.Refuse(answer)
		err := s.Send(context.Background(), mail.Message{To: "siti@example.go.id", Text: "x"})
		require.Error(t, err, answer)
		require.Equal(t, permanent, mail.IsPermanent(err), answer)
	}
	nobody, err := mail.Parse("smtp://127.0.0.1:1", "layanan@example.go.id")
	require.NoError(t, err)
	err = nobody.Send(context.Background(), mail.Message{To: "siti@example.go.id", Text: "x"})
	require.Error(t, err)
	require.False(t, mail.IsPermanent(err), "a server that does not answer may come back")
}

func TestFaultyServerIsRefusedWithoutItsPassword(t *testing.T) {
	for _, address := range []string{"", "host:25", "http://host", "smtp://", "smtp://a:geheim@host:x", "smtp://a:geheim@host/path"} {
		_, err := mail.Parse(address, "layanan@example.go.id")
		require.Error(t, err, address)
		require.NotContains(t, err.Error(), "geheim")
	}
	_, err := mail.Parse("smtp://host", "Layanan <layanan@example.go.id>")
	require.Error(t, err)
}
