package types

import (
	"crypto/sha256"

	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// DayOf reads a day such as 20270501.
func DayOf(day uint32) chaintypes.Date {
	return chaintypes.Date{Year: int64(day / 10_000), Month: int64(day / 100 % 100), Day: int64(day % 100)}
}

// Validate refuses a trial balance that isn't one of a period: out of order, or
// whose lines don't sum to zero.
func (b ImportedBalance) Validate(most int) error {
	first, last := DayOf(b.FirstDay), DayOf(b.LastDay)
	if !first.Valid() || !last.Valid() || last.Before(first) {
		return ErrInvalidImport.Wrapf("it is of %d to %d; give the first and the last day of the period, such as 20270101 and 20271231", b.FirstDay, b.LastDay)
	}
	if len(b.CsvSha256) != sha256.Size {
		return ErrInvalidImport.Wrap("it has no file; give the SHA-256 of the CSV that it was read from")
	}
	if len(b.Lines) < 2 || len(b.Lines) > most {
		return ErrInvalidImport.Wrapf("it has %d lines; it needs 2 to %d", len(b.Lines), most)
	}
	sum := math.ZeroInt()
	for i, line := range b.Lines {
		if i > 0 && line.Account <= b.Lines[i-1].Account {
			return ErrInvalidImport.Wrapf("account %s follows %s; order lines by account as words are, each once", line.Account, b.Lines[i-1].Account)
		}
		if err := checkAmount("balance", line.Balance); err != nil {
			return err
		}
		if line.Balance.IsZero() {
			return ErrInvalidImport.Wrapf("account %s has no balance; leave it out", line.Account)
		}
		var err error
		if sum, err = Sum(sum, line.Balance); err != nil {
			return err
		}
	}
	if !sum.IsZero() {
		return ErrUnbalanced.Wrapf("its lines sum to %s and must sum to zero; debits are positive, credits negative", sum)
	}
	return nil
}

// KnownAccounts refuses accounts that the co-op's book here doesn't have.
func (b ImportedBalance) KnownAccounts(rules membershiptypes.TreasuryRules) error {
	for _, line := range b.Lines {
		if _, found := rules.Account(line.Account); !found {
			return ErrUnknownAccount.Wrapf("there is no account %q; add it to the charter, or give its balance to one that there is", line.Account)
		}
	}
	return nil
}

// Waits says whether nobody has approved it yet.
func (b ImportedBalance) Waits() bool { return b.ApproverMemberId == 0 }

// validateImports checks that approved periods follow each other, and that at most
// one waits in each co-op.
func (g GenesisState) validateImports(books map[uint64]Book) error {
	until := make(map[uint64]uint32)
	waits := make(map[uint64]bool)
	last := coopNumber{}
	for _, imported := range g.ImportedBalances {
		key := coopNumber{imported.CoopId, imported.Id}
		refuse := func(why string) error {
			return ErrInvalidGenesis.Wrapf("imported balance %d of co-op %d %s", imported.Id, imported.CoopId, why)
		}
		if !key.follows(last) || imported.Id > books[imported.CoopId].LastImportId {
			return refuse("is out of order or has a number that was not given yet")
		}
		last = key
		if err := imported.Validate(MaxImportLinesLimit); err != nil {
			return refuse(err.Error())
		}
		if imported.PreparerMemberId == imported.ApproverMemberId {
			return refuse("was entered and approved by one officer")
		}
		if imported.Waits() {
			if waits[imported.CoopId] {
				return refuse("waits beside another")
			}
			waits[imported.CoopId] = true
			continue
		}
		if imported.FirstDay <= until[imported.CoopId] {
			return refuse("is of days that another is of")
		}
		until[imported.CoopId] = imported.LastDay
	}
	return nil
}
