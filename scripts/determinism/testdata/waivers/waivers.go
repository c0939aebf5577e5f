package waivers

import "os"

func count(entries map[string]int) (number int) {
	// deterministic: counts, so the order does not matter
	for range entries { // waived: map order
		number++
	}
	for range entries { // deterministic: counts again; waived: map order
		number++
	}
	// deterministic: a reason that
	// takes two lines
	for range entries { // waived: map order
		number++
	}
	// want below: waiver
	// deterministic:
	for range entries { // want: map order
		number++
	}
	_ = os.Getenv("A") // deterministic: speaks for its own line only; waived: environment
	_ = os.Getenv("B") // want: environment
	// deterministic: nothing here to excuse; want: waiver
	number++
	return number
}
