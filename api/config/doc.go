// Package config reads the settings of the process once, from ELAYANAN_*
// environment variables, and checks them. The rest of the product is given
// values; nothing else reads the environment.
package config
