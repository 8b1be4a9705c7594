// Package notification tells people what happened: in the product, and by mail
// where a server is set. It reads the recorded events; who must know what is
// one table (rules). Nobody is told of what was rolled back, because the job
// that tells is part of the change.
package notification
