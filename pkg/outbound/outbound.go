package outbound

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// The bounds of one call, from its beginning to the last byte of its answer.
const (
	wait       = 10 * time.Second
	maxHeaders = 64 << 10
	maxAnswer  = 1 << 20
)

// The reasons for which a call is refused. An answer that is too long fails
// with *http.MaxBytesError while it is read.
var (
	ErrInternal = errors.New("outbound: an internal address that is not among the allowed hosts and networks")
	ErrRedirect = errors.New("outbound: the server leads elsewhere, which is not followed")
)

// Allowed are the hosts and networks inside that may be called all the same.
type Allowed struct {
	hosts    []string
	networks []netip.Prefix
}

// ParseAllowed reads names of hosts, addresses and networks, such as
// "sso.internal", "10.1.2.3" and "10.1.0.0/16".
func ParseAllowed(list []string) (a Allowed, err error) {
	for _, text := range list {
		text = strings.TrimSpace(text)
		if address, err := netip.ParseAddr(text); err == nil {
			a.networks = append(a.networks, netip.PrefixFrom(address.Unmap(), address.Unmap().BitLen()))
			continue
		}
		if network, err := netip.ParsePrefix(text); err == nil {
			a.networks = append(a.networks, network.Masked())
			continue
		}
		if text == "" || strings.ContainsAny(text, "/:*?@ ") {
			return Allowed{}, fmt.Errorf("outbound: %q is no host, address or network", text)
		}
		a.hosts = append(a.hosts, hostName(text))
	}
	return a, nil
}

// hostName is how names are compared: DNS knows no case, and a dot at the end
// changes nothing.
func hostName(host string) string { return strings.ToLower(strings.TrimSuffix(host, ".")) }

func (a Allowed) host(host string) bool { return slices.Contains(a.hosts, hostName(host)) }

func (a Allowed) address(address netip.Addr) bool {
	return slices.ContainsFunc(a.networks, func(n netip.Prefix) bool { return n.Contains(address) })
}

// NewClient returns the client. It goes through no proxy, follows no redirect,
// gives up after ten seconds, and reads at most a megabyte of an answer.
func NewClient(allowed Allowed) *http.Client {
	d := &dialer{allowed: allowed, lookup: net.DefaultResolver.LookupNetIP, dial: (&net.Dialer{Timeout: wait}).DialContext}
	return d.client(wait)
}

func (d *dialer) client(wait time.Duration) *http.Client {
	return &http.Client{
		Timeout: wait,
		Transport: bounded{&http.Transport{
			DialContext: d.DialContext, TLSHandshakeTimeout: wait, ResponseHeaderTimeout: wait, IdleConnTimeout: time.Minute,
			MaxResponseHeaderBytes: maxHeaders, MaxConnsPerHost: 8, ForceAttemptHTTP2: true,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return ErrRedirect },
	}
}

// bounded cuts off answers that are longer than any honest one, counted after
// decompression.
type bounded struct{ next http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := b.next.RoundTrip(r)
	if err == nil {
		response.Body = http.MaxBytesReader(nil, response.Body, maxAnswer)
	}
	return response, err
}

// dialer connects to addresses that it has looked at itself. A name is looked
// up once for each connection, and the very addresses that were checked are
// dialled: an answer of DNS that changes afterwards changes nothing.
type dialer struct {
	allowed Allowed
	lookup  func(ctx context.Context, network, host string) ([]netip.Addr, error)
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
}

func (d *dialer) DialContext(ctx context.Context, network, hostPort string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(hostPort)
	if err != nil {
		return nil, err
	}
	addresses, err := d.addresses(ctx, host)
	if err != nil {
		return nil, err
	}
	for _, address := range addresses {
		var conn net.Conn
		if conn, err = d.dial(ctx, network, net.JoinHostPort(address.String(), port)); err == nil {
			return conn, nil
		}
	}
	return nil, err
}

// addresses returns those that a host stands for, if each of them may be
// called: one internal address among public ones is nobody's honest answer.
func (d *dialer) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	var found []netip.Addr
	if literal, err := netip.ParseAddr(host); err == nil {
		found = []netip.Addr{literal}
	} else if found, err = d.lookup(ctx, "ip", host); err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("outbound: %s has no address", host)
	}
	for i, address := range found {
		address = address.Unmap().WithZone("")
		if !public(address) && !d.allowed.host(host) && !d.allowed.address(address) {
			return nil, fmt.Errorf("%w: %s", ErrInternal, host)
		}
		found[i] = address
	}
	return found, nil
}

// reserved are the networks that are nobody's on the Internet, or that hide
// another address in theirs (IANA special-purpose address registries).
var reserved = networks(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"2001::/23",     // Teredo and other protocols
	"2001:db8::/32", // documentation
	"2002::/16",     // 6to4
	"3fff::/20",     // documentation
)

// unicast is all of IPv6 that is given out: no loopback, link-local, unique
// local, multicast, mapped or translated (NAT64) address lies in it.
var unicast = netip.MustParsePrefix("2000::/3")

func networks(list ...string) (all []netip.Prefix) {
	for _, text := range list {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

// public tells whether an address is one of the Internet.
func public(address netip.Addr) bool {
	if address.Is6() && !unicast.Contains(address) {
		return false
	}
	return !slices.ContainsFunc(reserved, func(n netip.Prefix) bool { return n.Contains(address) })
}
