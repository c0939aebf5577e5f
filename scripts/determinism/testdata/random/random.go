package random

import (
	_ "crypto/rand"   // want: random
	_ "crypto/sha256" // a hash is the same everywhere
	_ "hash/maphash"  // want: random
	"math/rand"       // want: random
	_ "math/rand/v2"  // want: random
)

func pick() int { return rand.Int() }
