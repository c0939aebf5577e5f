package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Attest prepares the entry of what came to an outside account or left it. It
// waits for a second officer: the ledger can't see the money, so two people do.
func (s msgServer) Attest(ctx context.Context, msg *types.MsgAttest) (*types.MsgAttestResponse, error) {
	coop, officer, err := s.bookkeeper(ctx, msg.Officer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	limits, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(limits); err != nil {
		return nil, err
	}
	rules, err := s.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	outside, err := types.FindOutside(rules, msg.Outside)
	if err != nil {
		return nil, err
	}
	if msg.Account == "" && msg.Amount.IsNegative() {
		return nil, types.ErrInvalidAttestation.Wrap("it doesn't say what the money was spent on; name an account of the kind expense or liability")
	}
	pending := types.PendingEntry{
		CoopId: coop.Id, PreparerMemberId: officer, Narrative: msg.Narrative, DocumentSha256: msg.DocumentSha256, Outside: outside.Name,
		Postings: types.AttestedPostings(rules, outside, msg.Account, msg.Amount, msg.Amount),
	}
	if err := types.CheckAttested(rules, outside, pending.Postings); err != nil {
		return nil, err
	}
	if pending.Postings, err = s.attestedNow(ctx, rules, pending); err != nil {
		return nil, err
	}
	id, err := s.prepare(ctx, coop, pending)
	if err != nil {
		return nil, err
	}
	return &types.MsgAttestResponse{PendingId: id}, nil
}
