package clock

import (
	clockwork "time"

	tmtime "github.com/cometbft/cometbft/types/time"
)

var now = clockwork.Now // want: clock

func read(t clockwork.Time) clockwork.Duration {
	_ = tmtime.Now()          // want: clock
	_ = clockwork.Until(t)    // want: clock
	<-clockwork.After(1)      // want: clock
	clockwork.Sleep(1)        // want: clock
	_ = t.After(t.Add(1))     // a comparison, not the clock
	return clockwork.Since(t) // want: clock
}
