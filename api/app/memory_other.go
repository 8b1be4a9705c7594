//go:build !linux

package app

import "runtime/debug"

// giveBack returns to the system what the start took and the running does not
// need.
func giveBack() { debug.FreeOSMemory() }
