// Package surplus tries out how a surplus would be shared: it reads a period's
// result and the members' patronage from files, runs them through the arithmetic of
// x/surplus, and writes what comes of it.
package surplus

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"cosmossdk.io/math"

	"go.yaml.in/yaml/v3"

	"github.com/coopledger/coopledger/x/surplus/sharing"
	"github.com/coopledger/coopledger/x/surplus/types"
)

// WholeNumber is how an amount in base units is written; longer ones are out of bounds.
var WholeNumber = regexp.MustCompile(`^-?[0-9]{1,40}$`)

// resultFile is a period's result as it is written. Amounts are base units.
type resultFile struct {
	Member        string            `yaml:"member"`
	NonMember     string            `yaml:"non_member"`
	Extraordinary string            `yaml:"extraordinary"`
	Losses        string            `yaml:"losses"`
	Capital       string            `yaml:"capital"`
	Assets        string            `yaml:"assets"`
	Funds         map[string]string `yaml:"funds"`
}

// ParseResult reads a period's result: YAML with the keys member, non_member,
// extraordinary, losses, capital, assets and funds (what each holds by its name),
// all in base units and after taxes. What is left out is not known.
func ParseResult(text []byte) (sharing.Result, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	var file resultFile
	if err := decoder.Decode(&file); err != nil {
		return sharing.Result{}, types.ErrInvalidResult.Wrapf("%s; its keys are member, non_member, extraordinary, losses, capital, assets and funds", err)
	}
	var result sharing.Result
	var capital, assets math.Int
	for _, one := range []struct {
		key, text string
		into      *math.Int
	}{
		{"member", file.Member, &result.Member},
		{"non_member", file.NonMember, &result.NonMember},
		{"extraordinary", file.Extraordinary, &result.Extraordinary},
		{"losses", file.Losses, &result.Losses},
		{"capital", file.Capital, &capital},
		{"assets", file.Assets, &assets},
	} {
		if one.text == "" {
			continue
		}
		amount, err := wholeNumber(one.text)
		if err != nil {
			return sharing.Result{}, types.ErrInvalidResult.Wrapf("%s: %s", one.key, err)
		}
		*one.into = amount
	}
	result.Capital, result.Assets = known(capital), known(assets)
	for _, fund := range slices.Sorted(maps.Keys(file.Funds)) {
		amount, err := wholeNumber(file.Funds[fund])
		if err != nil {
			return sharing.Result{}, types.ErrInvalidResult.Wrapf("funds: %s: %s", fund, err)
		}
		result.Funds = append(result.Funds, sharing.FundAmount{Fund: fund, Amount: amount})
	}
	return result, nil
}

// known is an amount, nil where it was left out.
func known(amount math.Int) *math.Int {
	if amount.IsNil() {
		return nil
	}
	return &amount
}

func wholeNumber(text string) (math.Int, error) {
	if small, err := strconv.ParseUint(text, 10, 64); err == nil {
		return math.NewIntFromUint64(small), nil
	}
	if WholeNumber.MatchString(text) {
		if number, ok := math.NewIntFromString(text); ok {
			return number, nil
		}
	}
	return math.Int{}, fmt.Errorf("%q is no whole number; write base units, such as cents, without separators", text)
}
