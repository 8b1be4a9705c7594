// Package mail sends mail by SMTP. A message has one receiver, a plain text and
// an HTML alternative; whatever is in it, it cannot add a header or a receiver.
package mail
