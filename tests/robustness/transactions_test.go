//go:build long

package robustness

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/cosmos/cosmos-sdk/crypto/hd"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdktx "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/coopledger/coopledger/app"
	"github.com/coopledger/coopledger/offchain/network"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	yes = governancetypes.Choice_CHOICE_YES
	no  = governancetypes.Choice_CHOICE_NO

	gasWanted = 1_000_000
	// closePatience is how long a vote may take to close.
	closePatience = 4 * time.Minute
	rootSlug      = "hosting-commons"
)

// encoding of the ledger's transactions and queries.
var encoding = sync.OnceValue(func() app.Encoding {
	options := app.DefaultOptions()
	options.Home = ""
	blank, err := app.New(log.NewNopLogger(), dbm.NewMemDB(), false, options)
	if err != nil {
		panic(err)
	}
	return blank.Encoding()
})

// ask is a connection for queries to a node.
func (c *chain) ask(name string) client.Context {
	return client.Context{}.WithClient(c.rpc(name)).WithCodec(encoding().Codec).
		WithInterfaceRegistry(encoding().Codec.InterfaceRegistry())
}

// key of an account of the network.
func (c *chain) key(account string) cryptotypes.PrivKey {
	c.t.Helper()
	text, err := os.ReadFile(c.Mnemonics)
	require.NoError(c.t, err)
	words := map[string]string{}
	require.NoError(c.t, json.Unmarshal(text, &words))
	require.NotEmpty(c.t, words[account], "the network has no account %q", account)
	derived, err := hd.Secp256k1.Derive()(words[account], "", hd.CreateHDPath(sdk.CoinType, 0, 0).String())
	require.NoError(c.t, err)
	return hd.Secp256k1.Generate()(derived)
}

// address of an account.
func (c *chain) address(account string) string {
	c.t.Helper()
	address, err := c.Address(account)
	require.NoError(c.t, err)
	return address
}

// signer is a key with its account's number and next sequence.
type signer struct {
	key              cryptotypes.PrivKey
	address, chainID string
	number, sequence uint64
}

func (c *chain) signer(account string) *signer {
	c.t.Helper()
	who := &signer{key: c.key(account), address: c.address(account), chainID: c.ChainID}
	c.refresh(who)
	return who
}

// refresh reads the next sequence from the chain.
func (c *chain) refresh(who *signer) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), rpcPatience)
	defer cancel()
	answer, err := authtypes.NewQueryClient(c.ask(c.Running()[0])).AccountInfo(ctx,
		&authtypes.QueryAccountInfoRequest{Address: who.address})
	require.NoError(c.t, err)
	who.number, who.sequence = answer.Info.AccountNumber, answer.Info.Sequence
}

// sign makes a transaction and counts the sequence on.
func (who *signer) sign(fee sdk.Coins, messages ...sdk.Msg) ([]byte, error) {
	const mode = signing.SignMode_SIGN_MODE_DIRECT
	config := encoding().TxConfig
	builder := config.NewTxBuilder()
	if err := builder.SetMsgs(messages...); err != nil {
		return nil, err
	}
	builder.SetGasLimit(gasWanted)
	builder.SetFeeAmount(fee)
	// The key goes in first: it is part of what is signed.
	unsigned := signing.SignatureV2{PubKey: who.key.PubKey(), Data: &signing.SingleSignatureData{SignMode: mode}, Sequence: who.sequence}
	if err := builder.SetSignatures(unsigned); err != nil {
		return nil, err
	}
	signature, err := tx.SignWithPrivKey(context.Background(), mode, authsigning.SignerData{
		Address: who.address, ChainID: who.chainID, AccountNumber: who.number, Sequence: who.sequence, PubKey: who.key.PubKey(),
	}, builder, who.key, config, who.sequence)
	if err != nil {
		return nil, err
	}
	if err := builder.SetSignatures(signature); err != nil {
		return nil, err
	}
	who.sequence++
	return config.TxEncoder()(builder.GetTx())
}

// sending is a transaction on its way.
type sending struct {
	account string
	message sdk.Msg
	hash    []byte
}

// send puts transactions of different accounts on their way together and waits
// until all are in blocks. It expects all to be accepted.
func (c *chain) send(all ...sending) []*coretypes.ResultTx {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), blockPatience)
	defer cancel()
	node := c.rpc(c.Running()[0])
	for i := range all {
		bytes, err := c.signer(all[i].account).sign(nil, all[i].message)
		require.NoError(c.t, err)
		taken, err := node.BroadcastTxSync(ctx, bytes)
		require.NoError(c.t, err)
		require.Zero(c.t, taken.Code, "%s: %s", all[i].account, taken.Log)
		all[i].hash = taken.Hash
	}
	results := make([]*coretypes.ResultTx, len(all))
	for i := range all {
		for results[i] == nil {
			found, err := node.Tx(ctx, all[i].hash, false)
			if err == nil {
				require.Zero(c.t, found.TxResult.Code, "%s: %s", all[i].account, found.TxResult.Log)
				results[i] = found
				continue
			}
			require.NoError(c.t, ctx.Err(), "the transaction of %s is in no block", all[i].account)
			time.Sleep(pollInterval)
		}
	}
	return results
}

// coop by slug.
func (c *chain) coop(slug string) network.CoopRef {
	c.t.Helper()
	coop, err := c.Coop(slug)
	require.NoError(c.t, err)
	return coop
}

// proposal of a member in its co-op.
func (c *chain) proposal(proposer, slug, title, rule string, messages ...sdk.Msg) *governancetypes.MsgPropose {
	c.t.Helper()
	packed, err := sdktx.SetMsgs(messages)
	require.NoError(c.t, err)
	return &governancetypes.MsgPropose{Proposer: proposer, CoopId: c.coop(slug).ID, Title: title, Rule: rule, Messages: packed}
}

// propose opens a resolution and returns its number.
func (c *chain) propose(account, slug, title, rule string, messages ...sdk.Msg) uint64 {
	c.t.Helper()
	sent := c.send(sending{account: account, message: c.proposal(c.address(account), slug, title, rule, messages...)})
	return c.proposed(sent[0])
}

func (c *chain) proposed(sent *coretypes.ResultTx) uint64 {
	c.t.Helper()
	var data sdk.TxMsgData
	require.NoError(c.t, data.Unmarshal(sent.TxResult.Data))
	var answer governancetypes.MsgProposeResponse
	require.NoError(c.t, answer.Unmarshal(data.MsgResponses[0].Value))
	return answer.ResolutionId
}

func (c *chain) ballot(account string, id uint64, choice governancetypes.Choice) sending {
	return sending{account: account, message: &governancetypes.MsgVote{Voter: c.address(account), ResolutionId: id, Choice: choice}}
}

// governance of a node.
func (c *chain) governance(name string) governancetypes.QueryClient {
	return governancetypes.NewQueryClient(c.ask(name))
}

// resolution as the first running node tells it.
func (c *chain) resolution(id uint64) *governancetypes.QueryResolutionResponse {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), rpcPatience)
	defer cancel()
	answer, err := c.governance(c.Running()[0]).Resolution(ctx, &governancetypes.QueryResolutionRequest{ResolutionId: id})
	require.NoError(c.t, err)
	return answer
}

// closes waits for a resolution to end and expects this end.
func (c *chain) closes(id uint64, status governancetypes.Status) {
	c.t.Helper()
	open := []governancetypes.Status{
		governancetypes.Status_STATUS_DRAFT, governancetypes.Status_STATUS_DISCUSSION, governancetypes.Status_STATUS_VOTING,
		governancetypes.Status_STATUS_TIMELOCK, governancetypes.Status_STATUS_PASSED,
	}
	for deadline := time.Now().Add(closePatience); time.Now().Before(deadline); time.Sleep(pollInterval) {
		if found := c.resolution(id).Resolution; !slices.Contains(open, found.Status) {
			require.Equal(c.t, status, found.Status, "resolution %d: %s", id, found.Outcome.String())
			return
		}
	}
	require.FailNow(c.t, "it does not close", "resolution %d is %s", id, c.resolution(id).Resolution.Status)
}

// decide has member co-ops decide by resolutions of their own to send a message
// each, and waits until they have sent it.
func (c *chain) decide(title string, messages map[string]sdk.Msg) {
	c.t.Helper()
	var slugs []string
	for slug := range messages {
		slugs = append(slugs, slug)
	}
	slices.Sort(slugs)
	var proposals, ballots []sending
	for _, slug := range slugs {
		first := c.coop(slug).Members[0].Accounts[0]
		proposals = append(proposals, sending{account: first, message: c.proposal(c.address(first), slug, title, "", messages[slug])})
	}
	var ids []uint64
	for i, sent := range c.send(proposals...) {
		ids = append(ids, c.proposed(sent))
		members := c.coop(slugs[i]).Members
		for _, member := range members[:(len(members)+1)/2] {
			ballots = append(ballots, c.ballot(member.Accounts[0], ids[i], yes))
		}
	}
	c.send(ballots...)
	for _, id := range ids {
		c.closes(id, governancetypes.Status_STATUS_EXECUTED)
	}
}

// rootProposes has birch propose in the root federation and returns the number.
func (c *chain) rootProposes(title string, messages ...sdk.Msg) uint64 {
	c.t.Helper()
	c.decide("Propose: "+title, map[string]sdk.Msg{
		"birch": c.proposal(c.coop("birch").Account, rootSlug, title, "large", messages...),
	})
	ctx, cancel := context.WithTimeout(context.Background(), rpcPatience)
	defer cancel()
	list, err := c.governance(c.Running()[0]).Resolutions(ctx, &governancetypes.QueryResolutionsRequest{Coop: rootSlug})
	require.NoError(c.t, err)
	for _, line := range list.Resolutions {
		if line.Title == title {
			return line.Resolution.Id
		}
	}
	require.FailNow(c.t, "the root federation has no such resolution", title)
	return 0
}

// rootVotes has five of the nine member co-ops vote in favour.
func (c *chain) rootVotes(id uint64) {
	c.t.Helper()
	ballots := map[string]sdk.Msg{}
	for _, slug := range []string{"birch", "cedar", "elm", "grove", "inlet"} {
		ballots[slug] = &governancetypes.MsgVote{Voter: c.coop(slug).Account, ResolutionId: id, Choice: yes}
	}
	c.decide(fmt.Sprintf("In favour of %d", id), ballots)
}

// rootDecides passes a resolution of the root federation that does something.
func (c *chain) rootDecides(title string, messages ...sdk.Msg) uint64 {
	c.t.Helper()
	id := c.rootProposes(title, messages...)
	c.rootVotes(id)
	c.closes(id, governancetypes.Status_STATUS_EXECUTED)
	return id
}

// root is the root federation's account.
func root() string { return membershiptypes.CoopAddress(membershiptypes.RootCoopID) }
