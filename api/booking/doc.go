// Package booking keeps what is booked: rooms, meeting accounts, crew and
// equipment of the office (Resource), and the time that a request has with them
// (requirements L3, L22, S5). Which services book, and what, their forms say
// (x-books, api/form/profile.md).
package booking
