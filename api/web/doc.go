// Package web is everything about HTTP that is done once: the route table,
// reading input strictly, problem answers, entity tags, paging, headers and
// limits. It knows no domain.
package web
