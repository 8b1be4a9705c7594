// Package demo fills an empty database with people of every role and requests
// in every state, by the same use cases that people use, with a clock that is
// moved through the past months. It is loaded only where it is asked for.
package demo
