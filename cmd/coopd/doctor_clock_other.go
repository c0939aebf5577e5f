//go:build !linux

package main

// kernelClock can't ask the kernel here.
func kernelClock() (synchronised, known bool, detail string) {
	return false, false, "this system has no call for it that this program knows"
}
