// Package client stands for the commands of a module, which may read a clock.
package client

import "time"

var Started = time.Now()
