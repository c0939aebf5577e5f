package keeper_test

import (
	"context"
	"maps"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// number is a place in a message where there is one.
type number struct {
	// name of the message and the field.
	name string
	at   reflect.Value
}

func (n number) set(value uint64) {
	if n.at.CanInt() {
		n.at.SetInt(int64(value))
		return
	}
	n.at.SetUint(value)
}

func (n number) get() uint64 {
	if n.at.CanInt() {
		return uint64(n.at.Int())
	}
	return n.at.Uint()
}

// numbersOf finds every number in a message and all that is in it, in the order
// of the fields. What a resolution carries to execute is not looked into.
func numbersOf(message any) (all []number) {
	var walk func(name string, at reflect.Value)
	walk = func(name string, at reflect.Value) {
		switch at.Kind() {
		case reflect.Pointer:
			if !at.IsNil() {
				walk(name, at.Elem())
			}
		case reflect.Struct:
			if at.Type() == reflect.TypeFor[codectypes.Any]() {
				return
			}
			for i := range at.NumField() {
				if field := at.Type().Field(i); field.IsExported() {
					walk(at.Type().Name()+"."+field.Name, at.Field(i))
				}
			}
		case reflect.Slice:
			for i := range at.Len() {
				walk(name, at.Index(i))
			}
		case reflect.Int32, reflect.Int64, reflect.Uint32, reflect.Uint64:
			all = append(all, number{name, at})
		}
	}
	walk("", reflect.ValueOf(message))
	return all
}

// ballotMessages are all messages that a transaction can carry and in which a
// ballot travels: found by their descriptors.
func ballotMessages(t *testing.T) (names []string) {
	files, err := proto.MergedRegistry()
	require.NoError(t, err)
	var carries func(message protoreflect.MessageDescriptor, seen map[protoreflect.FullName]bool) bool
	carries = func(message protoreflect.MessageDescriptor, seen map[protoreflect.FullName]bool) bool {
		if seen[message.FullName()] {
			return false
		}
		seen[message.FullName()] = true
		for i := range message.Fields().Len() {
			field := message.Fields().Get(i)
			if field.Enum() != nil && field.Enum().FullName() == "coop.governance.v1.Choice" ||
				field.Message() != nil && carries(field.Message(), seen) {
				return true
			}
		}
		return false
	}
	files.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			service := file.Services().Get(i)
			for j := range service.Methods().Len() {
				if input := service.Methods().Get(j).Input(); service.Name() == "Msg" && carries(input, map[protoreflect.FullName]bool{}) {
					names = append(names, "/"+string(input.FullName()))
				}
			}
		}
		return true
	})
	slices.Sort(names)
	return names
}

// underWay is a ledger in the middle of votes of each kind: one at a meeting with
// ballots by key and on paper, one of a board, one of co-ops with a delegate's.
type underWay struct {
	*hall
	meeting, atMeeting, ofBoard, ofCoops uint64
}

func newUnderWay(t *testing.T) underWay {
	h := bakeryOfClasses(t, func(member int) int { return member })
	u := underWay{hall: h}
	u.atMeeting = h.motion(4, "double")
	var err error
	u.meeting, err = h.tryConvene(worker(1), h.ahead(15), u.atMeeting)
	require.NoError(t, err)
	h.call(u.meeting)
	require.NoError(t, h.attend(u.meeting, 1, 2, 3, 4, 5, 6))
	h.wait(1_800)
	u.ofBoard, u.ofCoops = h.propose(worker(1), bakery, "board"), h.propose(memberCoop(2), federation, "medium")
	h.yes(u.atMeeting, 1, 2)
	sheet, err := h.enter(2, u.atMeeting, no, 5, 6)
	require.NoError(t, err)
	_, err = h.confirm(3, u.meeting, sheet.Sheet, sheet.ListHash)
	require.NoError(t, err)
	h.yes(u.ofBoard, 2, 5)
	h.delegate(1, nil)
	require.NoError(t, h.speak(u.ofCoops, worker(1), yes))
	require.NoError(t, h.vote(u.ofCoops, memberCoop(4), abstain))
	return u
}

// hugest are values that a number is put to, beside its next and a thousand more.
func valuesFor(number uint64) []uint64 {
	return []uint64{0, 1, 2, number + 1, number + 1_000, math.MaxInt32, math.MaxInt64}
}

// Whatever numbers the messages in which ballots travel are filled with, each
// ballot in them moves at most one counter by one.
func TestNoNumberInAMessageWeighsABallot(t *testing.T) {
	u := newUnderWay(t)
	examples := map[string]sdk.Msg{
		sdk.MsgTypeURL(&types.MsgVote{}): &types.MsgVote{Voter: worker(3), ResolutionId: u.atMeeting, Choice: yes},
		sdk.MsgTypeURL(&types.MsgVoteAsDelegate{}): &types.MsgVoteAsDelegate{
			Delegate: worker(1), MemberCoopId: bakery, ResolutionId: u.ofCoops, Choice: abstain,
		},
		sdk.MsgTypeURL(&types.MsgEnterBallots{}): &types.MsgEnterBallots{
			Scrutineer: worker(2), ResolutionId: u.atMeeting, PaperSha256: make([]byte, 32),
			Ballots: []types.Ballot{{MemberId: 7, Choice: yes}},
		},
	}
	require.Equal(t, ballotMessages(t), slices.Sorted(maps.Keys(examples)), "a message carries a ballot and has no example here")
	counters := func(ctx context.Context) (all [9]uint64, total uint64) {
		for i, id := range []uint64{u.atMeeting, u.ofBoard, u.ofCoops} {
			tally, err := u.governance.GetTally(ctx, id)
			require.NoError(t, err)
			for j, counter := range []uint64{tally.InFavour(), tally.Against(), tally.Abstained()} {
				all[3*i+j], total = counter, total+counter
			}
		}
		return all, total
	}
	accepted, refused := 0, 0
	for url, example := range examples {
		for i, original := range numbersOf(example) {
			for _, value := range valuesFor(original.get()) {
				message := proto.Clone(example)
				numbersOf(message)[i].set(value)
				ctx, _ := u.ctx.CacheContext()
				before, all := counters(ctx)
				if u.deliver(ctx, message) != nil {
					refused++
					continue
				}
				accepted++
				after, sum := counters(ctx)
				require.LessOrEqual(t, sum, all+1, "%s with %s = %d", url, original.name, value)
				for j := range after {
					require.LessOrEqual(t, after[j], before[j]+1, "%s with %s = %d", url, original.name, value)
				}
				require.NoError(t, u.governance.CheckInvariants(ctx), "%s with %s = %d", url, original.name, value)
			}
		}
	}
	t.Logf("%d accepted, %d refused", accepted, refused)
	require.Positive(t, accepted)
	require.Positive(t, refused)
}

// deliver hands a message to the router; a sheet that it enters is confirmed.
func (u underWay) deliver(ctx sdk.Context, message sdk.Msg) error {
	result, err := u.router.MsgServiceRouter.HandlerByTypeURL(sdk.MsgTypeURL(message))(ctx, message)
	if err != nil {
		return err
	}
	if sheet, ok := result.MsgResponses[0].GetCachedValue().(*types.MsgEnterBallotsResponse); ok {
		_, err = u.messages.ConfirmSheet(ctx, &types.MsgConfirmSheet{
			Scrutineer: worker(3), MeetingId: u.meeting, Sheet: sheet.Sheet, ListHash: sheet.ListHash,
		})
	}
	return err
}

// Whatever a number in the ledger's records is put to, of members, classes,
// charters, rolls, resolutions, ballots and sheets, a ledger that is born with it
// counts each ballot once, and the next ballot as one. Or it is not born at all.
func TestNoNumberInARecordWeighsABallot(t *testing.T) {
	u := newUnderWay(t)
	chain, err := u.chain.ExportGenesis(u.ctx)
	require.NoError(t, err)
	members, err := u.membership.ExportGenesis(u.ctx)
	require.NoError(t, err)
	votes := u.export()
	empty := emptyLedger(t)
	require.NoError(t, empty.chain.InitGenesis(empty.ctx, *chain))

	cloned := func() (membershiptypes.GenesisState, types.GenesisState) {
		var m membershiptypes.GenesisState
		var v types.GenesisState
		bytes, err := u.cdc.Marshal(&members)
		require.NoError(t, err)
		require.NoError(t, u.cdc.Unmarshal(bytes, &m))
		bytes, err = u.cdc.Marshal(votes)
		require.NoError(t, err)
		require.NoError(t, u.cdc.Unmarshal(bytes, &v))
		return m, v
	}
	m, v := cloned()
	require.NoError(t, u.bornWith(empty, m, v), "the records as they were")
	born, refused := 0, 0
	try := func(original number, value uint64, change func(m *membershiptypes.GenesisState, v *types.GenesisState)) {
		m, v := cloned()
		change(&m, &v)
		err := u.bornWith(empty, m, v)
		if err != nil {
			refused++
			return
		}
		born++
	}
	seen := map[string]int{}
	for i, original := range numbersOf(&members) {
		// The first two of a kind: of a founder and a member, of one rule and the next.
		if seen[original.name]++; seen[original.name] > 2 {
			continue
		}
		for _, value := range []uint64{original.get() + 1, original.get() + 1_000} {
			try(original, value, func(m *membershiptypes.GenesisState, _ *types.GenesisState) { numbersOf(m)[i].set(value) })
		}
	}
	for i, original := range numbersOf(votes) {
		for _, value := range []uint64{0, original.get() + 1, original.get() + 1_000} {
			try(original, value, func(_ *membershiptypes.GenesisState, v *types.GenesisState) { numbersOf(v)[i].set(value) })
		}
	}
	t.Logf("%d kinds of numbers in members' records; %d ledgers born, %d refused", len(seen), born, refused)
	require.Positive(t, born)
	require.Positive(t, refused)
}

// bornWith lets a ledger begin with these records, recounts its ballots, and
// casts one more of each kind. It is an error only if the ledger refuses to begin.
func (u underWay) bornWith(empty *ledger, members membershiptypes.GenesisState, votes types.GenesisState) error {
	ctx, _ := empty.ctx.CacheContext()
	if err := empty.membership.InitGenesis(ctx, members); err != nil {
		return err
	}
	if err := empty.governance.InitGenesis(ctx, votes); err != nil {
		return err
	}
	for _, id := range []uint64{u.atMeeting, u.ofBoard, u.ofCoops} {
		if r, err := empty.governance.GetResolution(ctx, id); err != nil || r.Status != types.Status_STATUS_VOTING {
			continue
		}
		u.recount(empty, ctx, votes, id)
	}
	for _, message := range []sdk.Msg{
		&types.MsgVote{Voter: worker(3), ResolutionId: u.atMeeting, Choice: yes},
		&types.MsgVote{Voter: worker(1), ResolutionId: u.ofBoard, Choice: yes},
		&types.MsgVote{Voter: memberCoop(5), ResolutionId: u.ofCoops, Choice: yes},
		&types.MsgVoteAsDelegate{Delegate: worker(1), MemberCoopId: bakery, ResolutionId: u.ofCoops, Choice: yes},
		&types.MsgEnterBallots{
			Scrutineer: worker(2), ResolutionId: u.atMeeting, PaperSha256: make([]byte, 32), Ballots: []types.Ballot{{MemberId: 7, Choice: yes}},
		},
	} {
		trial, write := ctx.CacheContext()
		before := u.present(empty, ctx)
		if (underWay{hall: &hall{empty}, meeting: u.meeting}).deliver(trial, message) != nil {
			continue
		}
		write()
		require.LessOrEqual(u.t, u.present(empty, ctx), before+1, "%s", sdk.MsgTypeURL(message))
	}
	return nil
}

func (u underWay) present(l *ledger, ctx context.Context) (total uint64) {
	for _, id := range []uint64{u.atMeeting, u.ofBoard, u.ofCoops} {
		tally, err := l.governance.GetTally(ctx, id)
		require.NoError(u.t, err)
		total += tally.Present()
	}
	return total
}

// recount compares a tally with the bits of the ballots that were brought.
func (u underWay) recount(l *ledger, ctx context.Context, votes types.GenesisState, id uint64) {
	counted := map[types.PackedChoice]uint64{}
	for _, entry := range votes.Resolutions {
		for _, record := range entry.Ballots {
			if entry.Resolution.Id == id {
				types.EachBallot(record.Number, record.Ballots, 0, func(_ uint64, choice types.PackedChoice) bool {
					counted[choice]++
					return true
				})
			}
		}
	}
	tally, err := l.governance.GetTally(ctx, id)
	require.NoError(u.t, err)
	require.Equal(u.t, [3]uint64{counted[types.PackedInFavour], counted[types.PackedAgainst], counted[types.PackedAbstained]},
		[3]uint64{tally.InFavour(), tally.Against(), tally.Abstained()}, "resolution %d", id)
}
