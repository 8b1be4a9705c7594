// Package outbound makes the client by which the product calls other servers
// over HTTP. It reaches the public Internet and what the operator named, and
// nothing else inside: whoever makes the product fetch an address must not get
// at what only the server can reach (OWASP ASVS 5.0, V15.3.2; CWE-918).
//
// Everything that speaks HTTP to others uses it: today the OpenID provider.
// The database, the S3 server and the mail server are not called by it: the
// operator names each of them in the settings, no answer and no user ever
// does, and they are as a rule inside. `make lint` refuses any other client.
package outbound
