package types

import chaintypes "github.com/coopledger/coopledger/x/chain/types"

// validateDues checks how far members have paid.
func (g GenesisState) validateDues() error {
	last := coopNumber{}
	for _, account := range g.DuesAccounts {
		at := coopNumber{account.CoopId, account.MemberId}
		if !at.follows(last) {
			return ErrInvalidGenesis.Wrapf("the dues of member %d of co-op %d are out of order; order them by co-op and member, each once", account.MemberId, account.CoopId)
		}
		last = at
		if _, err := chaintypes.DateOfNumber(account.PaidTo); err != nil {
			return ErrInvalidGenesis.Wrapf("the dues of member %d of co-op %d are paid to %d: %s", account.MemberId, account.CoopId, account.PaidTo, err)
		}
	}
	return nil
}
