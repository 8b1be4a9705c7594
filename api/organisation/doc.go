// Package organisation keeps the agencies that ask for services (Perangkat
// Daerah, kabupaten/kota, schools) and the units of the office that serve them.
package organisation
