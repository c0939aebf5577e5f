package charters

import (
	"fmt"
	"regexp"
	"strings"

	"cosmossdk.io/math"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

type integer = math.Int

// amountText has at most as many digits as an amount in a book has. A zero before
// others would make the number octal to some readers.
var amountText = regexp.MustCompile(`^(0|[1-9][0-9]{0,72})$`)

// amount is a field with a whole number of any size, such as base units.
func amount[T any](key string, at func(*T) *integer) field[T] {
	return field[T]{
		key: key, schema: `{"type": ["integer", "string"], "minimum": 0, "pattern": "^(0|[1-9][0-9]{0,72})$"}`,
		read: func(m mapping, into *T) error {
			node := m.values[key]
			if node.Kind == yaml.ScalarNode && amountText.MatchString(node.Value) {
				if read, ok := math.NewIntFromString(node.Value); ok {
					*at(into) = read
					return nil
				}
			}
			return wrong(node.Line, "%s: %s must be a whole number of 1 to 73 digits", m.what, key)
		},
		write: func(from *T) *yaml.Node {
			if at(from).IsNil() {
				return nil
			}
			tag := "!!int"
			if !at(from).IsUint64() {
				tag = "!!str" // YAML has no whole numbers as long as these
			}
			return scalar(tag, at(from).String())
		},
	}
}

// coins says an amount of a denom: 1,500.00 EUR (1500000000ueur) where the
// charter gives it a value that is exact, or it is the currency itself, else as the
// ledger writes it.
func (s speech) coins(rules treasuryRules, amount integer, denom string) string {
	if denom == rules.Currency && denom != membershiptypes.NoCurrency {
		return s.money(rules, amount.String())
	}
	plain := amount.String() + denom
	for _, coin := range rules.Coins {
		if coin.Denom != denom || coin.BaseUnits == 0 {
			continue
		}
		// A factor of at most 64 bits can't be too great for an amount of 240 at most.
		worth, base := amount.BigInt(), math.NewIntFromUint64(coin.BaseUnits).BigInt()
		worth.Mul(worth, math.NewIntFromUint64(coin.CurrencyUnits).BigInt())
		if worth.QuoRem(worth, base, base); base.Sign() == 0 {
			return fmt.Sprintf("%s (%s)", s.money(rules, worth.String()), plain)
		}
	}
	return plain
}

// money says minor units of the book's currency: 150000 as 1,500.00 EUR.
func (s speech) money(rules treasuryRules, minor string) string {
	decimals := int(rules.Decimals)
	if missing := decimals + 1 - len(minor); missing > 0 {
		minor = strings.Repeat("0", missing) + minor
	}
	point := len(minor) - decimals
	said := s.grouped(minor[:point])
	if decimals > 0 {
		mark := ","
		if s.language == English {
			mark = "."
		}
		said += mark + minor[point:]
	}
	return said + "\u00a0" + rules.Currency
}
