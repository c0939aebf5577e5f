package simulation

import (
	"fmt"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"

	"github.com/coopledger/coopledger/testutil/ledger"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// Operations on seats. The paper knows who may hold one, not which changes wait.
const (
	opGiveSeat = "the root federation gives a seat"
	opTakeSeat = "the root federation takes a seat"
)

// seats gives or takes a seat in the root federation's name.
func (x *machine) seats() {
	if x.number("takes", 0, 2) == 0 {
		x.takeSeat()
		return
	}
	x.giveSeat()
}

func (x *machine) giveSeat() {
	root := x.paper.coop(1)
	holder, _ := x.aMember(root, func(m *member) bool { return !m.gone })
	flaw := x.flaw("pretender", "no member", "proof", "key in use")
	number := x.number("node", 0, 499)
	if flaw == "key in use" {
		number = 0
	}
	key := ed25519.GenPrivKeyFromSecret(fmt.Appendf(nil, "node %d", number))
	operator := ledger.PersonNamed(fmt.Sprintf("operator %d", number)).Address()
	packed, err := codectypes.NewAnyWithValue(key.PubKey())
	require.NoError(x, err)
	m := &validatorstypes.MsgAddSeat{
		Authority: x.pretender(root, flaw), CoopId: holder.coop, Operator: operator.String(),
		Moniker: fmt.Sprintf("node %d", number), ConsensusPubkey: packed,
	}
	if flaw == "no member" {
		m.CoopId = uint64(x.number("any co-op", 0, len(x.paper.coops)+1))
	}
	m.Proof, err = validatorstypes.ProveConsensusKey(key, ledger.ChainID, m.CoopId, operator)
	require.NoError(x, err)
	if flaw == "proof" {
		m.Proof[5] ^= 1
	}
	belongs := x.paper.coop(m.CoopId) != nil && root.holder(x.paper.coop(m.CoopId).account()) != nil
	reasons := when(m.Authority != root.account(), validatorstypes.ErrUnauthorized)
	reasons = append(reasons, when(!belongs, validatorstypes.ErrNotMemberCoop)...)
	reasons = append(reasons, when(flaw == "proof", validatorstypes.ErrInvalidProof)...)
	x.deliver(opGiveSeat, m, reasons, []error{
		validatorstypes.ErrSeatHeld, validatorstypes.ErrKeyInUse, validatorstypes.ErrInvalidOperator,
	})
}

func (x *machine) takeSeat() {
	root := x.paper.coop(1)
	m := &validatorstypes.MsgRemoveSeat{
		Authority: x.pretender(root, x.flaw("pretender")), CoopId: uint64(x.number("holder", 2, 6)),
	}
	x.deliver(opTakeSeat, m, when(m.Authority != root.account(), validatorstypes.ErrUnauthorized), []error{
		validatorstypes.ErrNoSeat, validatorstypes.ErrSeatState,
	})
}
