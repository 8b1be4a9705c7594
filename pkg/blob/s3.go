package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// S3Config says which bucket of which server to use.
type S3Config struct {
	Endpoint  string // URL of the server, such as https://minio.internal:9000
	AccessKey string
	SecretKey string
	Bucket    string
	Region    string   // empty: us-east-1, which MinIO expects
	Timeouts  Timeouts // zero fields take their defaults
}

// Timeouts bound every call to the server. A server that is stopped but still
// connected never answers and never closes: without these its callers would
// wait for ever.
type Timeouts struct {
	// Call bounds a call that carries no object, and the time to connect.
	// Default 10 s.
	Call time.Duration
	// Idle bounds each wait for the server while bytes flow: to take more of
	// an upload, to confirm it, to send more of a download. Default 10 s.
	Idle time.Duration
	// MinRate is the rate, in bytes per second, below which a transfer as a
	// whole is given up, whoever is slow: it gets Call plus size ÷ MinRate.
	// Default 16 KiB/s, a poor mobile connection.
	MinRate int64
}

func (t Timeouts) withDefaults() Timeouts {
	if t.Call == 0 {
		t.Call = 10 * time.Second
	}
	if t.Idle == 0 {
		t.Idle = 10 * time.Second
	}
	if t.MinRate == 0 {
		t.MinRate = 16 << 10
	}
	return t
}

// transfer is the time that size bytes may take in all.
func (t Timeouts) transfer(size int64) time.Duration {
	return t.Call + time.Duration(float64(size)/float64(t.MinRate)*float64(time.Second))
}

// putMark names the metadata by which a Put knows its own object again. It is
// spelled as HTTP spells headers, which is how servers give it back.
const putMark = "Put"

// S3 is a Store in a bucket of an S3 server. It uses the plain calls that all
// such servers know: PUT, GET, HEAD and DELETE of an object, HEAD and PUT of the
// bucket, ListObjectsV2.
type S3 struct {
	client    minio.Core
	transport *http.Transport
	bucket    string
	region    string
	timeouts  Timeouts
}

// NewS3 makes the store. It does not yet speak to the server: see EnsureBucket
// and Check.
func NewS3(config S3Config) (*S3, error) {
	endpoint, err := url.Parse(config.Endpoint)
	if err != nil {
		return nil, errors.New("blob: the S3 endpoint is not a URL") // without the text, which may hold a secret
	}
	if endpoint.Host == "" || endpoint.Scheme != "http" && endpoint.Scheme != "https" ||
		endpoint.User != nil || strings.Trim(endpoint.Path, "/") != "" || endpoint.RawQuery != "" {
		return nil, errors.New("blob: the S3 endpoint must be a URL of the form https://host:port")
	}
	timeouts := config.Timeouts.withDefaults()
	transport := &http.Transport{
		// No proxy: the store is a neighbour, named by its own address.
		DialContext:         (&net.Dialer{Timeout: timeouts.Call}).DialContext,
		TLSHandshakeTimeout: timeouts.Call,
		IdleConnTimeout:     time.Minute,
		MaxIdleConnsPerHost: 32,
		DisableCompression:  true, // a stored file comes back as it is
		WriteBufferSize:     64 << 10,
		ReadBufferSize:      64 << 10,
	}
	region := config.Region
	if region == "" {
		region = "us-east-1"
	}
	client, err := minio.New(endpoint.Host, &minio.Options{
		Creds:        credentials.NewStaticV4(config.AccessKey, config.SecretKey, ""),
		Secure:       endpoint.Scheme == "https",
		Transport:    transport,
		Region:       region, // known, so that no call is spent on asking
		BucketLookup: minio.BucketLookupPath,
		MaxRetries:   1, // one attempt: the caller knows whether another makes sense
	})
	if err != nil {
		return nil, fmt.Errorf("blob: S3 client: %w", err)
	}
	return &S3{client: minio.Core{Client: client}, transport: transport, bucket: config.Bucket, region: region, timeouts: timeouts}, nil
}

// Close closes the connections that are not in use.
func (s *S3) Close() error {
	s.transport.CloseIdleConnections()
	return nil
}

// EnsureBucket makes the bucket when it is missing.
func (s *S3) EnsureBucket(ctx context.Context) error {
	watch := newWatch(ctx, s.timeouts.Call, 2*s.timeouts.Call)
	defer watch.stop()
	watch.arm()
	exists, err := s.client.BucketExists(watch.ctx, s.bucket)
	if err == nil && !exists {
		watch.arm()
		err = s.client.MakeBucket(watch.ctx, s.bucket, minio.MakeBucketOptions{Region: s.region})
		if code := minio.ToErrorResponse(err).Code; code == "BucketAlreadyOwnedByYou" || code == "BucketAlreadyExists" {
			err = nil // another instance was quicker
		}
	}
	if err != nil {
		return watch.failure("ensure bucket", s.bucket, err)
	}
	return nil
}

// Put implements Store with one PUT, whatever the size: a multipart upload
// would buffer a part of 16 MiB in memory and leave parts behind when it
// breaks off. The server refuses a taken key by the standard If-None-Match.
func (s *S3) Put(ctx context.Context, key string, r io.Reader, size int64) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	if size < 0 {
		return failure("put", key, fmt.Errorf("%w: %d bytes announced", ErrSize, size))
	}
	watch := newWatch(ctx, s.timeouts.Idle, s.timeouts.transfer(size))
	defer watch.stop()

	source := newExactReader(watch.ctx, r, size)
	source.before, source.after = watch.disarm, watch.arm
	mark := rand.Text()
	options := minio.PutObjectOptions{
		DisableMultipart: true,
		ContentType:      "application/octet-stream",
		UserMetadata:     map[string]string{putMark: mark},
	}
	options.SetMatchETagExcept("*")

	var err error
	if size == 0 {
		_, err = source.Read(make([]byte, 1)) // the transport does not look into an empty body
	}
	if err == nil || err == io.EOF {
		watch.arm()
		_, err = s.client.Client.PutObject(watch.ctx, s.bucket, key, source, size, options)
	}
	if refused := source.finish(); refused != nil && watch.ctx.Err() == nil {
		return failure("put", key, refused)
	}
	if err == nil {
		return nil
	}
	if watch.ctx.Err() == nil && minio.ToErrorResponse(err).Code == "" {
		if found, settled := s.settle(ctx, key, mark); settled {
			return found
		}
	}
	return watch.failure("put", key, err)
}

// settle finds out what became of a PUT whose connection broke before the
// answer came: some servers refuse a taken key and hang up so early that the
// refusal is lost in the reset of the connection. The mark tells our object
// from another one. Without an object there, nothing is settled.
func (s *S3) settle(ctx context.Context, key, mark string) (outcome error, settled bool) {
	watch := newWatch(ctx, s.timeouts.Call, 0)
	defer watch.stop()
	watch.arm()
	object, err := s.client.StatObject(watch.ctx, s.bucket, key, minio.StatObjectOptions{})
	switch {
	case err != nil:
		return nil, false
	case object.UserMetadata[putMark] == mark:
		return nil, true
	default:
		return failure("put", key, ErrExists), true
	}
}

// Open implements Store.
func (s *S3) Open(ctx context.Context, key string, offset, length int64) (io.ReadCloser, Info, error) {
	if err := checkOpen(ctx, key, offset); err != nil {
		return nil, Info{}, err
	}
	if length == 0 {
		return s.openNothing(ctx, key)
	}
	var options minio.GetObjectOptions
	switch {
	case length > 0:
		options.Set("Range", fmt.Sprintf("bytes=%d-%d", offset, offset+length-1))
	case offset > 0:
		options.Set("Range", fmt.Sprintf("bytes=%d-", offset))
	}
	watch := newWatch(ctx, s.timeouts.Call, 0)
	watch.arm()
	body, object, header, err := s.client.GetObject(watch.ctx, s.bucket, key, options)
	watch.disarm()
	if err != nil {
		watch.stop()
		if minio.ToErrorResponse(err).StatusCode == http.StatusRequestedRangeNotSatisfiable {
			return s.openNothing(ctx, key)
		}
		return nil, Info{}, watch.failure("open", key, err)
	}
	info := Info{Key: key, Size: object.Size, ModifiedAt: object.LastModified.UTC()}
	part := object.Size
	if contentRange := header.Get("Content-Range"); contentRange != "" {
		_, total, _ := strings.Cut(contentRange, "/")
		if info.Size, err = strconv.ParseInt(total, 10, 64); err != nil {
			err = errors.Join(fmt.Errorf("content range %q", contentRange), body.Close())
			watch.stop()
			return nil, Info{}, unavailable("open", key, err)
		}
	}
	watch.bound(s.timeouts.Idle, s.timeouts.transfer(part))
	return &s3Reader{watch: watch, key: key, body: body, left: part}, info, nil
}

// openNothing opens an object for no bytes of it: only what it is counts.
func (s *S3) openNothing(ctx context.Context, key string) (io.ReadCloser, Info, error) {
	watch := newWatch(ctx, s.timeouts.Call, 0)
	defer watch.stop()
	watch.arm()
	// Not HEAD, whose answer does not tell a missing object from a missing bucket.
	body, object, _, err := s.client.GetObject(watch.ctx, s.bucket, key, minio.GetObjectOptions{})
	if err != nil {
		return nil, Info{}, watch.failure("open", key, err)
	}
	body.Close() // breaks the transfer off
	return http.NoBody, Info{Key: key, Size: object.Size, ModifiedAt: object.LastModified.UTC()}, nil
}

// s3Reader gives up when the server stops sending. The time that the reader's
// own caller takes between two Reads counts only towards the whole.
type s3Reader struct {
	watch *watch
	key   string
	body  io.ReadCloser
	left  int64
}

func (r *s3Reader) Read(p []byte) (int, error) {
	r.watch.arm()
	n, err := r.body.Read(p)
	r.watch.disarm()
	r.left -= int64(n)
	if err == io.EOF && r.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	if err != nil && err != io.EOF {
		err = r.watch.failure("read", r.key, err)
	}
	return n, err
}

// Close breaks the transfer off when it has not come to its end.
func (r *s3Reader) Close() error {
	r.watch.stop()
	r.body.Close() // it reports only that the transfer was broken off
	return nil
}

// Delete implements Store.
func (s *S3) Delete(ctx context.Context, key string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	watch := newWatch(ctx, s.timeouts.Call, 0)
	defer watch.stop()
	watch.arm()
	err := s.client.RemoveObject(watch.ctx, s.bucket, key, minio.RemoveObjectOptions{})
	if err != nil && minio.ToErrorResponse(err).Code != minio.NoSuchKey {
		return watch.failure("delete", key, err)
	}
	return nil
}

// List implements Store. The server sends a thousand keys at a time.
func (s *S3) List(ctx context.Context, prefix string, visit func(Info) error) error {
	if err := checkPrefix(prefix); err != nil {
		return err
	}
	watch := newWatch(ctx, s.timeouts.Call, 0)
	defer watch.stop()
	watch.arm()
	for object := range s.client.ListObjectsIter(watch.ctx, s.bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
		watch.disarm()
		if object.Err != nil {
			return watch.failure("list", prefix, object.Err)
		}
		if CheckKey(object.Key) == nil { // anything else is not ours
			if err := visit(Info{Key: object.Key, Size: object.Size, ModifiedAt: object.LastModified.UTC()}); err != nil {
				return err
			}
		}
		watch.arm()
	}
	if watch.ctx.Err() != nil {
		return watch.failure("list", prefix, watch.ctx.Err())
	}
	return nil
}

// Check implements Store: it asks the server for the bucket.
func (s *S3) Check(ctx context.Context) error {
	watch := newWatch(ctx, s.timeouts.Call, 0)
	defer watch.stop()
	watch.arm()
	exists, err := s.client.BucketExists(watch.ctx, s.bucket)
	if err == nil && !exists {
		err = errors.New("the bucket does not exist")
	}
	if err != nil {
		return watch.failure("check", s.bucket, err)
	}
	return nil
}

// The reasons for which a watch ends a call.
var (
	errStalled = errors.New("the server did not answer in time")
	errTooSlow = errors.New("the transfer took too long as a whole")
)

// watch ends the context of a call when the server lets it wait. It is armed
// while the call waits for the server and disarmed while it waits for its own
// caller.
type watch struct {
	ctx    context.Context
	caller context.Context
	cancel context.CancelCauseFunc
	idle   time.Duration
	timer  *time.Timer // runs while armed
	whole  *time.Timer // bounds the call as a whole; nil when the idle time does
}

// newWatch makes a disarmed watch. whole bounds the call from now on, unless
// it is zero.
func newWatch(caller context.Context, idle, whole time.Duration) *watch {
	w := &watch{caller: caller, idle: idle}
	w.ctx, w.cancel = context.WithCancelCause(caller)
	w.timer = time.AfterFunc(idle, func() { w.cancel(errStalled) })
	w.timer.Stop()
	if whole > 0 {
		w.bound(idle, whole)
	}
	return w
}

// bound sets the time for each wait and, from now on, for the whole. It is
// for a disarmed watch.
func (w *watch) bound(idle, whole time.Duration) {
	w.idle = idle
	w.whole = time.AfterFunc(whole, func() { w.cancel(errTooSlow) })
}

func (w *watch) arm()    { w.timer.Reset(w.idle) }
func (w *watch) disarm() { w.timer.Stop() }

// stop ends the call and its timers.
func (w *watch) stop() {
	w.timer.Stop()
	if w.whole != nil {
		w.whole.Stop()
	}
	w.cancel(context.Canceled)
}

// failure tells what a failed call means for the caller.
func (w *watch) failure(doing, key string, err error) error {
	if cause := context.Cause(w.ctx); errors.Is(cause, errStalled) || errors.Is(cause, errTooSlow) {
		return unavailable(doing, key, cause)
	}
	if ended := w.caller.Err(); ended != nil {
		return failure(doing, key, ended)
	}
	answer := minio.ToErrorResponse(err)
	switch answer.Code {
	case minio.NoSuchKey:
		return failure(doing, key, ErrNotFound)
	case minio.PreconditionFailed, "ConditionalRequestConflict":
		return failure(doing, key, ErrExists)
	}
	return unavailable(doing, key, err)
}
