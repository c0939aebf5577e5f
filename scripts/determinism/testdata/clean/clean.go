package clean

import "time"

// Deadline is pure arithmetic on a time that the block brought.
func Deadline(block time.Time, seconds int64) time.Time {
	return block.Add(time.Duration(seconds) * time.Second)
}
