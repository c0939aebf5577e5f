package numbers

import (
	"math"
	"strconv"

	sdkmath "cosmossdk.io/math"
)

type ratio float64 // want: float

const half = 0.5 // want: float float

func compute(votes int, share ratio) { // want: float float
	grown := math.Sqrt(2)                    // want: float
	parsed, _ := strconv.ParseFloat("1", 32) // want: float
	_ = float32(votes)                       // want: float
	_ = 1e6                                  // want: float
	_, _, _ = grown, parsed, share
	third := sdkmath.LegacyNewDec(3) // want: decimal
	var fourth sdkmath.LegacyDec     // want: decimal decimal
	_, _ = third, fourth
	_ = sdkmath.NewInt(3).QuoRaw(2)
}
