package environment

import (
	"os"
	"runtime"
	"time"
)

func read(t time.Time) {
	_ = os.Getenv("HOME")             // want: environment
	_, _ = os.LookupEnv("HOME")       // want: environment
	_ = os.Args                       // want: environment
	_ = runtime.NumCPU()              // want: environment
	_ = t.In(time.Local)              // want: environment
	_ = t.Local()                     // want: environment
	_, _ = time.LoadLocation("Local") // want: environment
	_ = t.UTC()
}
