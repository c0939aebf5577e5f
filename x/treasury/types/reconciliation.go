package types

import (
	"crypto/sha256"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// MovesOutside is what an entry brings to an outside account, in minor units of
// its currency; zero if it only says what was there already.
func (e Entry) MovesOutside(outside membershiptypes.OutsideAccount) (math.Int, error) {
	moved := math.ZeroInt()
	var err error
	for _, posting := range e.Postings {
		if posting.Account != outside.Account || posting.Denom != outside.Currency {
			continue
		}
		if moved, err = Sum(moved, posting.Amount); err != nil {
			return moved, err
		}
	}
	return moved, nil
}

// Validate refuses a statement that can't be.
func (m MsgReconcile) Validate(limits Params) error {
	if len(m.Entries) > int(limits.MaxStatementEntries) {
		return ErrInvalidStatement.Wrapf("%d entries are matched; at most %d: split the statement", len(m.Entries), limits.MaxStatementEntries)
	}
	return Reconciliation{Opening: m.Opening, Closing: m.Closing, AsOf: m.AsOf, Entries: m.Entries, DocumentSha256: m.DocumentSha256}.Validate()
}

// Validate checks a reconciliation by itself.
func (r Reconciliation) Validate() error {
	for _, balance := range []math.Int{r.Opening, r.Closing} {
		if balance.IsNil() {
			return ErrInvalidStatement.Wrap("it has no opening or no closing balance; give both, zero too")
		}
		if err := checkAmount("balance", balance); err != nil {
			return err
		}
	}
	for i, entry := range r.Entries {
		if entry == 0 || i > 0 && entry <= r.Entries[i-1] {
			return ErrInvalidStatement.Wrapf("the entries %v are out of order; give their numbers, each once, the smallest first", r.Entries)
		}
	}
	if r.AsOf <= 0 {
		return ErrInvalidStatement.Wrap("it doesn't say of when it is")
	}
	if len(r.DocumentSha256) != sha256.Size {
		return ErrInvalidStatement.Wrap("it has no document; give the hash of the statement: coopd doc hash FILE")
	}
	return nil
}

// Waits says whether nobody has approved it yet.
func (r Reconciliation) Waits() bool { return r.ApproverMemberId == 0 }

// outsideOf names an outside account of a co-op.
type outsideOf struct {
	coopID uint64
	name   string
}

// validateReconciliations checks that each approved statement meets the one before
// it and shows no entry twice, and that at most one waits for each account.
func (g GenesisState) validateReconciliations(books map[uint64]Book) error {
	entries := make(map[coopNumber]string, len(g.Entries))
	for _, entry := range g.Entries {
		entries[coopNumber{entry.CoopId, entry.Number}] = entry.Outside
	}
	closing := make(map[outsideOf]math.Int)
	waits := make(map[outsideOf]bool)
	last := coopNumber{}
	for _, stated := range g.Reconciliations {
		key, account := coopNumber{stated.CoopId, stated.Id}, outsideOf{stated.CoopId, stated.Outside}
		refuse := func(why string) error {
			return ErrInvalidGenesis.Wrapf("reconciliation %d of co-op %d %s", stated.Id, stated.CoopId, why)
		}
		if !key.follows(last) || stated.Id > books[stated.CoopId].LastReconciliationId {
			return refuse("is out of order or has a number that was not given yet")
		}
		last = key
		if err := stated.Validate(); err != nil {
			return refuse(err.Error())
		}
		if stated.PreparerMemberId == stated.ApproverMemberId {
			return refuse("was prepared and approved by one officer")
		}
		if stated.Waits() {
			if waits[account] {
				return refuse("waits beside another of its account")
			}
			waits[account] = true
			continue
		}
		opening, stood := closing[account]
		if !stood {
			opening = math.ZeroInt()
		}
		if !opening.Equal(stated.Opening) {
			return refuse("doesn't meet the statement before it")
		}
		closing[account] = stated.Closing
		for _, entry := range stated.Entries {
			if entries[coopNumber{stated.CoopId, entry}] != stated.Outside {
				return refuse("shows an entry that isn't its account's, or that another has shown")
			}
			delete(entries, coopNumber{stated.CoopId, entry})
		}
	}
	return nil
}
