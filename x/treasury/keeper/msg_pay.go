package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Pay pays from a fund's purse, by the co-op's resolution.
func (s msgServer) Pay(ctx context.Context, msg *types.MsgPay) (*types.MsgPayResponse, error) {
	coop, resolution, err := s.byResolution(ctx, msg.Authority, msg.CoopId)
	if err != nil {
		return nil, err
	}
	rules, err := s.checkMovement(ctx, coop.Id, msg.Coins, msg.Narrative, msg.DocumentSha256)
	if err != nil {
		return nil, err
	}
	to, err := s.recipient(ctx, coop, msg.Payee, msg.PayeeMemberId)
	if err != nil {
		return nil, err
	}
	fund, err := types.FindFund(rules, msg.Fund)
	if err != nil {
		return nil, err
	}
	if err := types.Pays(fund); err != nil {
		return nil, err
	}
	if _, err := types.FindPaid(rules, msg.Account); err != nil {
		return nil, err
	}
	if err := s.mustStayLiquidPaying(ctx, coop.Id, rules, msg); err != nil {
		return nil, err
	}
	number, err := chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) {
		return s.payOut(ctx, rules, types.Entry{
			CoopId: coop.Id, Source: types.Source_SOURCE_RESOLUTION, ResolutionId: resolution,
			Narrative: msg.Narrative, DocumentSha256: msg.DocumentSha256,
		}, fund.Name, msg.Account, to, msg.Coins)
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgPayResponse{Entry: number}, nil
}

// checkMovement refuses coins and vouchers that no movement has, and says how
// the co-op keeps its book.
func (k *Keeper) checkMovement(
	ctx context.Context, coopID uint64, coins sdk.Coins, narrative string, document []byte,
) (membershiptypes.TreasuryRules, error) {
	limits, err := k.GetParams(ctx)
	if err != nil {
		return membershiptypes.TreasuryRules{}, err
	}
	if err := types.ValidateCoins(coins, limits.MaxCoins); err != nil {
		return membershiptypes.TreasuryRules{}, err
	}
	if err := types.ValidateVoucher(narrative, document, limits); err != nil {
		return membershiptypes.TreasuryRules{}, err
	}
	return k.rules(ctx, coopID)
}

// payee is whom a co-op may pay: a key, or another co-op. Addresses are compared
// as bytes.
func (k *Keeper) payee(ctx context.Context, coop membershiptypes.Coop, text string) (sdk.AccAddress, error) {
	address, err := k.addressCodec.StringToBytes(text)
	if err != nil {
		return nil, types.ErrInvalidPayee.Wrapf("%q is not an address of this ledger: %s", text, err)
	}
	purse, isPurse, err := k.purseAt(ctx, address)
	if err != nil {
		return nil, err
	}
	if isPurse {
		return nil, types.ErrInvalidPayee.Wrapf("%s is the purse %q of co-op %d; move coins between a co-op's own funds with MsgMove, and pay another co-op at its account",
			text, purse.Fund, purse.CoopId)
	}
	owner, isCoop, err := k.ownerOf(ctx, address)
	if err != nil {
		return nil, err
	}
	if isCoop && owner == coop.Id {
		return nil, types.ErrInvalidPayee.Wrapf("%s is the account of %s itself; pay somebody else", text, coop.Slug)
	}
	_, isModule := k.accounts.GetAccount(ctx, address).(sdk.ModuleAccountI)
	if isModule || k.bank.BlockedAddr(address) {
		return nil, types.ErrInvalidPayee.Wrapf("%s is the account of a part of the ledger, which belongs to nobody; pay a person's key or another co-op's account", text)
	}
	return address, nil
}

// mustStayLiquidPaying looks at all coins of a payment together.
func (k *Keeper) mustStayLiquidPaying(ctx context.Context, coopID uint64, rules membershiptypes.TreasuryRules, msg *types.MsgPay) error {
	if rules.Liquidity == nil {
		return nil
	}
	values, err := k.takeOut(ctx, rules, coopID, msg.Fund, msg.Coins)
	if err != nil {
		return err
	}
	payment := spent{fund: msg.Fund, account: msg.Account, value: math.ZeroInt()}
	for _, value := range values {
		if payment.value, err = types.Sum(payment.value, value); err != nil {
			return err
		}
	}
	return k.mustStayLiquid(ctx, coopID, rules, payment)
}
