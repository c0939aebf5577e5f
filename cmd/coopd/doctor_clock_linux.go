package main

import (
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// staUnsync is STA_UNSYNC of adjtimex(2): no time service has set the clock lately.
const staUnsync = 0x0040

// kernelClock asks the kernel whether a time service keeps its clock.
func kernelClock() (synchronised, known bool, detail string) {
	var clock unix.Timex
	state, err := unix.Adjtimex(&clock)
	if err != nil {
		return false, false, "adjtimex: " + err.Error()
	}
	detail = fmt.Sprintf("kernel's estimate of the error %s", time.Duration(clock.Esterror)*time.Microsecond)
	return state != unix.TIME_ERROR && clock.Status&staUnsync == 0, true, detail
}
