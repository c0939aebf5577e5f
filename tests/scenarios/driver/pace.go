package driver

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"github.com/coopledger/coopledger/charters"
)

var (
	// pace is how slow the machine is: PACE=4 makes every period four times as long.
	pace = paceOf(os.Getenv("PACE"))

	period = regexp.MustCompile(`([0-9]+) (second|minute)s?`)
)

func paceOf(text string) time.Duration {
	factor, err := strconv.ParseUint(text, 10, 8)
	if err != nil || factor == 0 {
		return 1
	}
	return time.Duration(factor)
}

// Paced is a length of time at this machine's pace.
func Paced(length time.Duration) time.Duration { return length * pace }

// PacedText is a text in which each period of seconds or minutes is at this
// machine's pace: "20 seconds" becomes "80 seconds".
func PacedText(text string) string {
	return period.ReplaceAllStringFunc(text, func(found string) string {
		seconds, err := charters.ParseDuration(found)
		if err != nil {
			panic(failure{err})
		}
		return fmt.Sprintf("%d seconds", seconds*uint64(pace))
	})
}

// PacedFile writes a charter anew, with its periods at this machine's pace,
// and returns the path of what it wrote.
func (s *Scenario) PacedFile(file string) string {
	text, err := os.ReadFile(file)
	s.Must(err)
	return s.WriteFile(filepath.Base(file), []byte(PacedText(string(text))))
}
