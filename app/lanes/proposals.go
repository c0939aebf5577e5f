package lanes

import (
	"errors"
	"fmt"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

// maxTooEarly is how often a transaction's sequence may be ahead of the state
// before it is dropped.
const maxTooEarly = 3

// Proposals makes blocks and judges those of others.
type Proposals struct {
	pool     *Pool
	verifier baseapp.ProposalTxVerifier
}

// NewProposals returns the handlers' owner; the verifier is the BaseApp.
func NewProposals(pool *Pool, verifier baseapp.ProposalTxVerifier) *Proposals {
	return &Proposals{pool: pool, verifier: verifier}
}

// block is a proposal being filled.
type block struct {
	verifier baseapp.ProposalTxVerifier
	maxBytes uint64
	maxGas   uint64
	bytes    uint64
	gas      uint64
	txs      [][]byte
	// taken counts what went in by sender: the next of a sender has that rank.
	taken map[string]int
	// barred are signers of whom a transaction can't go into this block.
	barred map[string]bool
	// invalid are the entries to drop.
	invalid []*entry
}

// Prepare fills a block: first each lane up to its reserved share of gas and
// bytes, then whatever is left, in the order of the lanes. Each transaction is
// run through the ante handler on the block's own state before it goes in, and
// only if it fits, so whatever was run is in the block. It never fails: the
// worst that happens is a block that is less than full.
func (p *Proposals) Prepare(ctx sdk.Context, request *abci.RequestPrepareProposal) (response *abci.ResponsePrepareProposal, err error) {
	filling := &block{
		verifier: p.verifier,
		maxBytes: uint64(max(request.MaxTxBytes, 0)),
		maxGas:   maxGas(ctx),
		taken:    map[string]int{},
		barred:   map[string]bool{},
	}
	defer func() {
		if reason := recover(); reason != nil {
			ctx.Logger().Error("the proposal is less than full, since filling it panicked", "height", request.Height, "panic", fmt.Sprint(reason))
			response, err = &abci.ResponsePrepareProposal{Txs: filling.txs}, nil
		}
	}()
	waiting := p.pool.waiting()
	for _, lane := range byRank {
		filling.fill(waiting, lane, lane.share(filling.maxBytes), lane.share(filling.maxGas))
	}
	for _, lane := range byRank {
		filling.fill(waiting, lane, filling.maxBytes, filling.maxGas)
	}
	for _, e := range filling.invalid {
		p.pool.drop(e)
	}
	return &abci.ResponsePrepareProposal{Txs: filling.txs}, nil
}

// fill takes entries of one lane until they have taken so many bytes and so
// much gas in this pass. A sender's transactions go in the order of their
// sequences, whatever their lanes.
func (b *block) fill(waiting []place, lane Lane, bytesLimit, gasLimit uint64) {
	var laneBytes, laneGas uint64
	for _, e := range waiting {
		if e.lane != lane || b.taken[e.sender()] != e.rank || b.isBarred(e.entry) {
			continue
		}
		raw, err := b.verifier.TxEncode(e.tx)
		if err != nil {
			b.reject(e.entry)
			continue
		}
		size := uint64(cmttypes.ComputeProtoSizeForTxs([]cmttypes.Tx{raw}))
		if size > b.maxBytes-b.bytes || e.gas > b.maxGas-b.gas {
			b.bar(e.entry)
			continue
		}
		if laneBytes+size > bytesLimit || laneGas+e.gas > gasLimit {
			continue
		}
		if !b.take(e.entry) {
			continue
		}
		b.bytes += size
		b.gas += e.gas
		laneBytes += size
		laneGas += e.gas
	}
}

// take runs the ante handler and puts the transaction in if it passes.
func (b *block) take(e *entry) bool {
	raw, err := b.verifier.PrepareProposalVerifyTx(e.tx)
	switch {
	case err == nil:
		b.txs = append(b.txs, raw)
		b.taken[e.sender()]++
		return true
	case errors.Is(err, chaintypes.ErrFreeBlockFull), errors.Is(err, chaintypes.ErrQuotaUsedUp):
		// It may be good for a later block; the recheck drops it if it isn't.
		b.bar(e)
	case errors.Is(err, sdkerrors.ErrWrongSequence) && e.tooEarly < maxTooEarly:
		// A co-signer's transaction may have to go first.
		e.tooEarly++
	default:
		b.reject(e)
	}
	return false
}

// bar keeps all that these signers sent out of this block: what follows a
// transaction that waits would be out of sequence.
func (b *block) bar(e *entry) {
	for _, signer := range e.signers {
		b.barred[signer] = true
	}
}

func (b *block) isBarred(e *entry) bool {
	for _, signer := range e.signers {
		if b.barred[signer] {
			return true
		}
	}
	return false
}

func (b *block) reject(e *entry) {
	b.bar(e)
	b.invalid = append(b.invalid, e)
}

// Process refuses a block unless every transaction in it decodes and passes the
// ante handler in its place, and all together keep to max_gas and max_bytes.
func (p *Proposals) Process(ctx sdk.Context, request *abci.RequestProcessProposal) (response *abci.ResponseProcessProposal, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			response, err = refuse(ctx, request, fmt.Errorf("judging it panicked: %v", reason)), nil
		}
	}()
	limit, size, gas := maxGas(ctx), int64(0), uint64(0)
	for i, raw := range request.Txs {
		size += cmttypes.ComputeProtoSizeForTxs([]cmttypes.Tx{raw})
		if size > maxBytes(ctx) {
			return refuse(ctx, request, fmt.Errorf("transaction %d takes it to %d bytes, over max_bytes %d", i, size, maxBytes(ctx))), nil
		}
		tx, granted, err := p.verifier.ProcessProposalVerifyTx(raw)
		if err != nil {
			return refuse(ctx, request, fmt.Errorf("transaction %d: %w", i, err)), nil
		}
		asked := gasOf(tx, granted)
		if asked > limit-gas {
			return refuse(ctx, request, fmt.Errorf("transaction %d takes it to more than max_gas %d", i, limit)), nil
		}
		gas += asked
	}
	return &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_ACCEPT}, nil
}

func refuse(ctx sdk.Context, request *abci.RequestProcessProposal, reason error) *abci.ResponseProcessProposal {
	ctx.Logger().Error("refused a proposed block", "height", request.Height,
		"proposer", fmt.Sprintf("%X", request.ProposerAddress), "reason", reason.Error())
	return &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_REJECT}
}

// maxGas is the block's max_gas; one that is unbounded counts as the most that
// max_gas may be.
func maxGas(ctx sdk.Context) uint64 {
	if limits := ctx.ConsensusParams().Block; limits != nil && limits.MaxGas > 0 {
		return uint64(limits.MaxGas)
	}
	return uint64(chaintypes.MaxBlockGas)
}

// maxBytes is the block's max_bytes, and CometBFT's own bound where it has none.
func maxBytes(ctx sdk.Context) int64 {
	if limits := ctx.ConsensusParams().Block; limits != nil && limits.MaxBytes > 0 {
		return limits.MaxBytes
	}
	return cmttypes.MaxBlockSizeBytes
}
