package integration

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// founding is of so many persons, all of whom have signed it.
func founding(t *testing.T, l *ledger.Ledger, payer, slug string, count int) *membershiptypes.MsgFound {
	t.Helper()
	charter := ledger.WorkerCharter()
	places := make([]membershiptypes.FounderPlace, count)
	person := func(i int) ledger.Person { return ledger.PersonNamed(fmt.Sprintf("founder %d of %s", i, slug)) }
	for i := range places {
		places[i] = membershiptypes.FounderPlace{Class: "workers", Addresses: []string{person(i).String()}}
	}
	claim, err := membershiptypes.NewFoundingClaim(ledger.ChainID, slug, charter, places)
	require.NoError(t, err)
	message := &membershiptypes.MsgFound{Founder: payer, Slug: slug, Charter: charter}
	for i := range places {
		key := person(i).Key
		proof, err := membershiptypes.SignFounderProof(claim, i+1, key.PubKey(), l.Now()+24*3_600, key.Sign)
		require.NoError(t, err)
		message.Founders = append(message.Founders, membershiptypes.NewMember{Class: "workers", Keys: []membershiptypes.KeyProof{proof}})
	}
	return message
}

// As many founders as the limit says fit into a resolution within a resolution,
// and into its execution's gas. The SDK could not read ten more.
func TestAsManyFoundersAsTheLimitSays(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	most := int(membershiptypes.DefaultParams().MaxFounders)
	root := membershiptypes.CoopAddress(membershiptypes.RootCoopID)

	who := ledger.Member(ledger.Worker, 1)
	inRoot := l.Proposal(l.Account(ledger.Worker), ledger.Root, "large", founding(t, l, root, "crowd", most))
	own, err := l.App.Keepers().Governance.NextResolutionID.Peek(l.Ctx())
	require.NoError(t, err)
	result := l.Block(l.Sign(who, nil, 1_000_000, l.Proposal(who.String(), ledger.Worker, "quick", inRoot)))[0]
	require.Zero(t, result.Code, "%s", result.Log)
	for i := 1; i <= 4; i++ {
		l.Vote(ledger.Member(ledger.Worker, i), own, yes)
	}
	l.Block()
	l.CoopVotes(own+1, yes, ledger.MemberCoops...)
	l.Pass(3*ledger.VotingSeconds*time.Second + time.Minute)
	decided := l.Resolution(own + 1)
	require.Equal(t, governancetypes.Status_STATUS_EXECUTED, decided.Status, "%v", decided.Outcome)
	coop, err := l.App.Keepers().Membership.CoopByReference(l.Ctx(), "crowd")
	require.NoError(t, err)
	roll, err := l.App.Keepers().Membership.GetRoll(l.Ctx(), coop.Id)
	require.NoError(t, err)
	require.EqualValues(t, most, roll.Voters())

	for count, code := range map[int]uint32{
		most + 1:  membershiptypes.ErrInvalidFounders.ABCICode(),
		most + 10: sdkerrors.ErrTxDecode.ABCICode(),
	} {
		result := l.Block(l.Sign(who, sdk.NewCoins(sdk.NewInt64Coin(ledger.FeeDenom, 10_000)), 5_000_000, founding(t, l, who.String(), "mob", count)))[0]
		require.Equal(t, code, result.Code, "%d founders: %s", count, result.Log)
	}
}
