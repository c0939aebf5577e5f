package types

import (
	"cmp"
	"crypto/sha256"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

// validateHoldings checks holdings and what waits of them by themselves and against
// the counters; what they come to is the journal's.
func (g GenesisState) validateHoldings(books map[uint64]Book) error {
	lots := make(map[coopNumber]Lot, len(g.Lots))
	last := coopNumber{}
	for _, lot := range g.Lots {
		key := coopNumber{lot.CoopId, lot.Id}
		if !key.follows(last) || lot.Id > books[lot.CoopId].LastLotId {
			return ErrInvalidGenesis.Wrapf("lot %d of co-op %d is out of order or has a number that was not given yet", lot.Id, lot.CoopId)
		}
		last, lots[key] = key, lot
		if err := lot.validate(); err != nil {
			return ErrInvalidGenesis.Wrapf("lot %d of co-op %d: %s", lot.Id, lot.CoopId, err)
		}
	}
	if err := g.validateRedemptions(books, lots); err != nil {
		return err
	}
	if err := g.validateTransfers(); err != nil {
		return err
	}
	return g.validateSetOffs()
}

func (l Lot) validate() error {
	for _, amount := range []math.Int{l.Nominal, l.Paid, l.Interest, l.Weight, l.Rest} {
		if amount.IsNil() || amount.IsNegative() || amount.BigInt().BitLen() > MaxAmountBits {
			return ErrInvalidHolding.Wrap("an amount is missing, less than nothing, or more than a book holds")
		}
	}
	for _, day := range []uint32{l.Date, l.CountedTo} {
		if _, err := chaintypes.DateOfNumber(day); err != nil {
			return err
		}
	}
	switch {
	case l.Number == 0 || l.MemberId == 0 || l.Nominal.IsZero() || l.Paid.GT(l.Nominal):
		return ErrInvalidHolding.Wrap("it is of no units, nobody's, or more is paid in than its value")
	case l.Rest.GTE(math.NewInt(yearWeight)):
		return ErrInvalidHolding.Wrap("the rest of its interest is a whole base unit or more")
	case l.Lent != 0 && (l.Repayments == 0 || l.Repaid >= l.Repayments || l.Number > l.Lent):
		return ErrInvalidHolding.Wrapf("of %d repayments %d are made", l.Repayments, l.Repaid)
	}
	return nil
}

func (g GenesisState) validateRedemptions(books map[uint64]Book, lots map[coopNumber]Lot) error {
	last := coopNumber{}
	for _, redemption := range g.Redemptions {
		key := coopNumber{redemption.CoopId, redemption.Id}
		if !key.follows(last) || redemption.Id > books[redemption.CoopId].LastRedemptionId {
			return ErrInvalidGenesis.Wrapf("redemption %d of co-op %d is out of order or has a number that was not given yet", redemption.Id, redemption.CoopId)
		}
		last = key
		lot, known := lots[coopNumber{redemption.CoopId, redemption.LotId}]
		ofLoan := redemption.LotId != 0
		if ofLoan == (redemption.Number != 0) || ofLoan && (!known || lot.MemberId != redemption.MemberId) || redemption.DueAt == 0 {
			return ErrInvalidGenesis.Wrapf("redemption %d of co-op %d is of neither shares nor a loan, of another's, or never due", redemption.Id, redemption.CoopId)
		}
	}
	return nil
}

func (g GenesisState) validateTransfers() error {
	last := memberMoney{}
	for _, transfer := range g.Transfers {
		at := memberMoney{transfer.CoopId, transfer.MemberId, transfer.Instrument}
		if !at.follows(last) || transfer.Number == 0 || transfer.ToMemberId == 0 {
			return ErrInvalidGenesis.Wrapf("the transfer of member %d of co-op %d of %q is out of order, of nothing, or to nobody; order them by co-op, holder and instrument, each once",
				transfer.MemberId, transfer.CoopId, transfer.Instrument)
		}
		last = at
	}
	return nil
}

func (g GenesisState) validateSetOffs() error {
	var last SetOff
	for _, setOff := range g.SetOffs {
		if cmp.Or(cmp.Compare(setOff.CoopId, last.CoopId), cmp.Compare(setOff.MemberId, last.MemberId), cmp.Compare(setOff.LotId, last.LotId)) <= 0 && last.CoopId != 0 {
			return ErrInvalidGenesis.Wrapf("the set-off of lot %d against member %d of co-op %d is out of order; order them by co-op, member and lot, each once", setOff.LotId, setOff.MemberId, setOff.CoopId)
		}
		last = setOff
		if err := ValidateCoins(sdk.Coins{setOff.Coin}, 1); err != nil {
			return ErrInvalidGenesis.Wrapf("the set-off of lot %d against member %d of co-op %d: %s", setOff.LotId, setOff.MemberId, setOff.CoopId, err)
		}
		if setOff.MemberId == 0 || setOff.CoopId == 0 {
			return ErrInvalidGenesis.Wrap("a set-off is against nobody")
		}
		if _, err := chaintypes.DateOfNumber(setOff.AnnouncedOn); (setOff.DueAt == 0) != (setOff.AnnouncedOn == 0) || setOff.DueAt != 0 && err != nil {
			return ErrInvalidGenesis.Wrapf("the set-off of lot %d against member %d of co-op %d is announced on %d and due at %d", setOff.LotId, setOff.MemberId, setOff.CoopId, setOff.AnnouncedOn, setOff.DueAt)
		}
	}
	lastPart := BroughtIn{}
	for _, part := range g.BroughtIn {
		order := cmp.Or(cmp.Compare(part.CoopId, lastPart.CoopId), cmp.Compare(part.Part, lastPart.Part), cmp.Compare(string(part.DocumentSha256), string(lastPart.DocumentSha256)))
		if order <= 0 || len(part.DocumentSha256) != sha256.Size || part.Part == 0 {
			return ErrInvalidGenesis.Wrapf("part %d of a document that co-op %d brought in is out of order or has no hash; order them by co-op, part and hash, each once", part.Part, part.CoopId)
		}
		lastPart = part
	}
	return nil
}
