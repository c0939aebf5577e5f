package types

import (
	"math/big"
	"slices"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// MaxAmountBits bounds every amount and balance in a book. Below it neither a
// sum nor a share can reach the 256 bits at which math.Int panics.
const MaxAmountBits = 240

// Sum adds two amounts.
func Sum(a, b math.Int) (math.Int, error) {
	sum := new(big.Int).Add(a.BigInt(), b.BigInt())
	if sum.BitLen() > MaxAmountBits {
		return math.Int{}, ErrOverflow.Wrapf("the sum of %s and %s has %d bits; a book holds %d", a, b, sum.BitLen(), MaxAmountBits)
	}
	return math.NewIntFromBigInt(sum), nil
}

// checkAmount refuses an amount that is missing or too great.
func checkAmount(name string, amount math.Int) error {
	if amount.IsNil() {
		return ErrInvalidEntry.Wrapf("a posting has no %s; give zero where there is none", name)
	}
	if bits := amount.BigInt().BitLen(); bits > MaxAmountBits {
		return ErrOverflow.Wrapf("the %s %s has %d bits; a book holds %d", name, amount, bits, MaxAmountBits)
	}
	return nil
}

// ValueOf is what an arriving coin is worth in minor units of the book's
// currency: its fixed value, rounded down; zero if the charter gives it none.
func ValueOf(rules membershiptypes.TreasuryRules, denom string, amount math.Int) (math.Int, error) {
	for _, coin := range rules.Coins {
		if coin.Denom != denom {
			continue
		}
		worth := new(big.Int).Mul(amount.BigInt(), new(big.Int).SetUint64(coin.CurrencyUnits))
		worth.Quo(worth, new(big.Int).SetUint64(coin.BaseUnits))
		if worth.BitLen() > MaxAmountBits {
			return math.Int{}, ErrOverflow.Wrapf("%s%s is worth more than a book holds", amount, denom)
		}
		return math.NewIntFromBigInt(worth), nil
	}
	return math.ZeroInt(), nil
}

// HasFixedValue says whether the charter says what a coin is worth.
func HasFixedValue(rules membershiptypes.TreasuryRules, denom string) bool {
	return slices.ContainsFunc(rules.Coins, func(coin membershiptypes.CoinValue) bool { return coin.Denom == denom })
}

// CarriedBy is the value that a part of a balance takes along when it leaves:
// its share of the whole's, rounded down; all of it when nothing stays behind.
// That is the weighted average cost of IAS 2.
func (b Balance) CarriedBy(amount math.Int) math.Int {
	if amount.GTE(b.Amount) {
		return b.Functional
	}
	share := new(big.Int).Mul(b.Functional.BigInt(), amount.BigInt())
	return math.NewIntFromBigInt(share.Quo(share, b.Amount.BigInt()))
}

// Plus adds two balances.
func (b Balance) Plus(other Balance) (Balance, error) {
	amount, err := Sum(b.Amount, other.Amount)
	if err != nil {
		return b, err
	}
	functional, err := Sum(b.Functional, other.Functional)
	return Balance{Amount: amount, Functional: functional}, err
}

// Negated is the balance on the other side.
func (b Balance) Negated() Balance {
	return Balance{Amount: b.Amount.Neg(), Functional: b.Functional.Neg()}
}

// IsZero says that there is neither an amount nor a value.
func (b Balance) IsZero() bool { return b.Amount.IsZero() && b.Functional.IsZero() }
