package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	flagReverseOn = "reverse-on"
	flagFund      = "fund"
)

// bookCmds are what officers and members do with the periods of a book.
func bookCmds() []*cobra.Command {
	revaluing := sent("revalue COOP DENOM DAY", "Prepare the entry that brings balances in a denom to their value at a period's end; a second officer approves it", 3, 3, revalue,
		"coopd tx treasury revalue alder USD 2027-12-31 --from treasurer")
	revaluing.Flags().String(flagFund, "", "only the balances of this fund; those of all if left out")
	return []*cobra.Command{
		sent("lock-period COOP LAST_DAY", "Lock the period that ends with a day, for good; a second officer sends the same", 2, 2, lockPeriod,
			"coopd tx treasury lock-period alder 2027-05-31 --from treasurer"),
		sent("set-rate COOP DENOM DAY CURRENCY_UNITS/BASE_UNITS", "Enter what a currency or a coin was worth on a day; a second officer approves it", 4, 4, setRate,
			"coopd tx treasury set-rate alder USD 2027-12-31 100/120 --from treasurer"),
		revaluing,
		proposed("resolve-lock COOP LAST_DAY", "Write a proposal to lock the period that ends with a day, for good", "Lock the books", 2, lockPeriod),
	}
}

func lockPeriod(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	day, err := types.ParseDay(args[0])
	return &types.MsgLockPeriod{Authority: signer, CoopId: coopID, LastDay: day}, err
}

func setRate(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	day, err := types.ParseDay(args[1])
	if err != nil {
		return nil, err
	}
	currency, base, err := ParseRate(args[2])
	return &types.MsgSetRate{Officer: signer, CoopId: coopID, Denom: args[0], Day: day, CurrencyUnits: currency, BaseUnits: base}, err
}

// ParseRate reads 100/120: so many minor units of the book's currency are worth so
// many base units of the denom.
func ParseRate(text string) (currencyUnits, baseUnits uint64, err error) {
	currency, base, _ := strings.Cut(text, "/")
	currencyUnits, first := strconv.ParseUint(currency, 10, 64)
	baseUnits, second := strconv.ParseUint(base, 10, 64)
	if first != nil || second != nil {
		return 0, 0, fmt.Errorf("%q is no rate: write CURRENCY_UNITS/BASE_UNITS in whole numbers, such as 100/120 where 120 cents of a dollar are worth 100 of the book's cents", text)
	}
	return currencyUnits, baseUnits, nil
}

func revalue(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	day, err := types.ParseDay(args[1])
	if err != nil {
		return nil, err
	}
	fund, err := cmd.Flags().GetString(flagFund)
	if err != nil {
		return nil, err
	}
	narrative, document, err := voucher(cmd)
	return &types.MsgRevalue{Officer: signer, CoopId: coopID, Denom: args[0], Fund: fund, Day: day, Narrative: narrative, DocumentSha256: document}, err
}

// dayFlag reads a day; zero if it is left out.
func dayFlag(cmd *cobra.Command, name string) (uint32, error) {
	text, err := cmd.Flags().GetString(name)
	if err != nil || text == "" {
		return 0, err
	}
	day, err := types.ParseDay(text)
	if err != nil {
		return 0, fmt.Errorf("--%s: %w", name, err)
	}
	return day, nil
}
