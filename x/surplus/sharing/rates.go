package sharing

import (
	"math/big"

	"cosmossdk.io/math"
)

// Million is the whole of a rate, which is in millionths.
const Million = 1_000_000

// portion is amount · rate ÷ 1,000,000, rounded up or down; the amount is not negative.
func portion(amount math.Int, ppm uint32, up bool) math.Int {
	product := new(big.Int).Mul(amount.BigInt(), new(big.Int).SetUint64(uint64(ppm)))
	if up {
		product.Add(product, big.NewInt(Million-1))
	}
	return math.NewIntFromBigInt(product.Quo(product, big.NewInt(Million)))
}
