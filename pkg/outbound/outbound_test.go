package outbound

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// errDialled stands for a connection: what was dialled is what counts.
var errDialled = errors.New("dialled")

// network stands for the real one: names have the addresses given for them, a list
// for each time they are asked; nothing is really called.
type network struct {
	names   map[string][][]netip.Addr
	asked   map[string]int
	dialled []string
}

func (n *network) dialer(allowed Allowed) *dialer {
	return &dialer{
		allowed: allowed,
		lookup: func(_ context.Context, _, host string) ([]netip.Addr, error) {
			answers := n.names[host]
			if len(answers) == 0 {
				return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
			}
			i := min(n.asked[host], len(answers)-1)
			n.asked[host]++
			return answers[i], nil
		},
		dial: func(_ context.Context, _, address string) (net.Conn, error) {
			n.dialled = append(n.dialled, address)
			return nil, errDialled
		},
	}
}

func newNetwork(names map[string][][]netip.Addr) *network {
	return &network{names: names, asked: map[string]int{}}
}

func addrs(list ...string) (all []netip.Addr) {
	for _, text := range list {
		all = append(all, netip.MustParseAddr(text))
	}
	return all
}

func TestInternalAddressesAreRefusedInEveryNotation(t *testing.T) {
	t.Parallel()
	loopback := [][]netip.Addr{addrs("127.0.0.1")}
	n := newNetwork(map[string][][]netip.Addr{
		// What some systems' resolvers make of old notations, and names that stand for something inside.
		"127.1": loopback, "0x7f.1": loopback, "2130706433": loopback, "0177.0.0.1": loopback, "0x7f000001": loopback,
		"localhost": loopback, "localhost.": loopback, "LOCALHOST": loopback,
		"inside.example": {addrs("10.0.0.5")}, "mapped.example": {addrs("::ffff:10.0.0.5")}, "mixed.example": {addrs("93.184.215.14", "10.0.0.5")},
		"metadata.google.internal": {addrs("169.254.169.254")},
	})
	client := n.dialer(Allowed{}).client(time.Second)
	for _, host := range []string{
		"127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "169.254.169.254",
		"192.0.0.192", "198.18.0.1", "192.88.99.1", "203.0.113.7", "224.0.0.1", "255.255.255.255", "240.0.0.1",
		"[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[fe80::1]", "[fe80::1%25eth0]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]",
		"[64:ff9b::7f00:1]", "[64:ff9b:1::a00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[2001:db8::1]", "[100::1]", "[fec0::1]",
		"127.1", "0x7f.1", "2130706433", "0177.0.0.1", "0x7f000001", "localhost", "localhost.", "LOCALHOST",
		"inside.example", "mapped.example", "mixed.example", "metadata.google.internal",
	} {
		_, err := client.Get("http://" + host + "/")
		assert.ErrorIs(t, err, ErrInternal, host)
	}
	assert.Empty(t, n.dialled)
}

func TestOthersAreCalledAndWhatTheOperatorNamed(t *testing.T) {
	t.Parallel()
	names := map[string][][]netip.Addr{"sso.example": {addrs("93.184.215.14")}, "sso.inside.": {addrs("10.0.0.5")}, "other.inside": {addrs("10.0.0.5")}, "near.inside": {addrs("192.168.7.9")}}
	allowed, err := ParseAllowed([]string{"SSO.inside", " 192.168.7.0/24", "fd00::1"})
	require.NoError(t, err)
	n := newNetwork(names)
	client := n.dialer(allowed).client(time.Second)
	for _, host := range []string{"sso.example", "8.8.8.8", "[2606:4700::1111]", "sso.inside.", "near.inside", "[fd00::1]"} {
		_, err := client.Get("https://" + host + "/")
		assert.ErrorIs(t, err, errDialled, host)
	}
	assert.Equal(t, []string{"93.184.215.14:443", "8.8.8.8:443", "[2606:4700::1111]:443", "10.0.0.5:443", "192.168.7.9:443", "[fd00::1]:443"}, n.dialled)
	for _, host := range []string{"other.inside", "10.0.0.5", "[fd00::2]"} {
		_, err := client.Get("https://" + host + "/")
		assert.ErrorIs(t, err, ErrInternal, host)
	}
	for _, wrong := range []string{"", "http://sso.inside", "*.inside", "10.0.0.0/33", "sso.inside:8443"} {
		_, err := ParseAllowed([]string{wrong})
		assert.Error(t, err, wrong)
	}
}

// An attacker's DNS answers with a public address while it is looked at and
// with an internal one afterwards.
func TestNameThatFlipsBetweenCheckAndDialReachesNothingInside(t *testing.T) {
	t.Parallel()
	n := newNetwork(map[string][][]netip.Addr{"flip.example": {addrs("93.184.215.14"), addrs("127.0.0.1")}})
	client := n.dialer(Allowed{}).client(time.Second)
	_, err := client.Get("http://flip.example/")
	require.ErrorIs(t, err, errDialled)
	require.Equal(t, 1, n.asked["flip.example"], "asked once for a connection")
	require.Equal(t, []string{"93.184.215.14:80"}, n.dialled, "what was looked at is what is called")
	_, err = client.Get("http://flip.example/")
	require.ErrorIs(t, err, ErrInternal)
	require.Len(t, n.dialled, 1)
}

// The rest against a real server, which is inside and therefore named.
func TestRedirectsSlowAndHugeAnswersAndProxies(t *testing.T) {
	inside := 0
	internal := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inside++ }))
	defer internal.Close()
	held := make(chan struct{})
	var zeros bytes.Buffer
	packed := gzip.NewWriter(&zeros)
	_, err := packed.Write(make([]byte, 8*maxAnswer))
	require.NoError(t, err)
	require.NoError(t, packed.Close())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/redirect":
			http.Redirect(w, r, internal.URL, http.StatusFound)
		case "/slow":
			<-held
		case "/trickle":
			w.WriteHeader(http.StatusOK)
			_ = http.NewResponseController(w).Flush()
			<-held
		case "/huge":
			_, _ = io.Copy(w, io.LimitReader(strings.NewReader(strings.Repeat("x", 2*maxAnswer)), 2*maxAnswer))
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zeros.Bytes())
		case "/headers":
			w.Header().Set("X-Long", strings.Repeat("x", 2*maxHeaders))
		default:
			_, _ = io.WriteString(w, "ok")
		}
	}))
	defer server.Close()
	defer close(held)
	t.Setenv("HTTP_PROXY", internal.URL)
	at, err := url.Parse(server.URL)
	require.NoError(t, err)
	allowed, err := ParseAllowed([]string{"server.example"})
	require.NoError(t, err)
	d := &dialer{allowed: allowed, dial: (&net.Dialer{}).DialContext, lookup: func(context.Context, string, string) ([]netip.Addr, error) {
		return addrs(at.Hostname()), nil
	}}
	base := "http://server.example:" + at.Port()
	get := func(path string, wait time.Duration) ([]byte, error) {
		response, err := d.client(wait).Get(base + path)
		if err != nil {
			return nil, err
		}
		defer response.Body.Close()
		return io.ReadAll(response.Body)
	}
	const long, short = 10 * time.Second, 50 * time.Millisecond

	text, err := get("/", long)
	require.NoError(t, err)
	require.Equal(t, "ok", string(text))
	_, err = get("/redirect", long)
	require.ErrorIs(t, err, ErrRedirect)
	for _, path := range []string{"/slow", "/trickle"} {
		_, err = get(path, short)
		var timeout net.Error
		require.ErrorAs(t, err, &timeout, path)
		require.True(t, timeout.Timeout(), path)
	}
	for _, path := range []string{"/huge", "/bomb"} {
		text, err = get(path, long)
		var tooLong *http.MaxBytesError
		require.ErrorAs(t, err, &tooLong, path)
		require.Len(t, text, maxAnswer, path)
	}
	_, err = get("/headers", long)
	require.Error(t, err)
	require.Zero(t, inside, "neither a redirect nor a proxy leads inside")
}
