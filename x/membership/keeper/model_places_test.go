package keeper_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

// walk does whatever can happen to north's places, in any order, and keeps a
// copy of the whole roll for each vote that is open.
type walk struct {
	*ledger
	draw *rapid.T
	// frozen are the copies: the class of each member on the roll.
	frozen []map[uint64]uint32
	at     []uint64
	// done counts what was accepted and refused, by message.
	done map[string]*[2]int
}

var (
	walkNames   = []string{"north-anna", "north-ben", "carol", "dora", "emil", "fred", "gina", "hugo"}
	walkClasses = []string{"workers", "supporters", "open", "sponsored", "resolved", "probation", "tested", "few"}
)

func (w *walk) name() string  { return rapid.SampledFrom(walkNames).Draw(w.draw, "name") }
func (w *walk) class() string { return rapid.SampledFrom(walkClasses).Draw(w.draw, "class") }
func (w *walk) key() string   { return testutil.Address(w.name()) }
func (w *walk) somebody() uint64 {
	return rapid.Uint64Range(1, w.roll(north).NextMemberId).Draw(w.draw, "member")
}

// application is mostly one that is open, and if possible in one of the stages.
func (w *walk) application(stages ...types.ApplicationStage) uint64 {
	var open, fitting []uint64
	list, err := w.query.PersonApplications(w.ctx, &types.QueryPersonApplicationsRequest{Coop: "north"})
	require.NoError(w.t, err)
	for _, application := range list.Applications {
		open = append(open, application.Number)
		if slices.Contains(stages, application.Stage) {
			fitting = append(fitting, application.Number)
		}
	}
	switch {
	case rapid.IntRange(0, 5).Draw(w.draw, "any number") == 0 || len(open) == 0:
		return rapid.Uint64Range(1, 9).Draw(w.draw, "number")
	case len(fitting) > 0:
		return rapid.SampledFrom(fitting).Draw(w.draw, "application")
	default:
		return rapid.SampledFrom(open).Draw(w.draw, "application")
	}
}

// notice is mostly one that has been given, of one of the kinds.
func (w *walk) notice(kinds ...types.NoticeKind) types.Notice {
	var fitting []types.Notice
	list, err := w.query.Notices(w.ctx, &types.QueryNoticesRequest{Coop: "north"})
	require.NoError(w.t, err)
	for _, notice := range list.Notices {
		if slices.Contains(kinds, notice.Kind) {
			fitting = append(fitting, notice)
		}
	}
	if len(fitting) == 0 || rapid.IntRange(0, 4).Draw(w.draw, "any notice") == 0 {
		return types.Notice{MemberId: w.somebody(), Kind: rapid.SampledFrom(types.NoticeKinds()).Draw(w.draw, "kind")}
	}
	return rapid.SampledFrom(fitting).Draw(w.draw, "notice")
}

// keyOf a member, if it has one.
func (w *walk) keyOf(memberID uint64) string {
	for _, name := range walkNames {
		if w.whose(name) == memberID {
			return testutil.Address(name)
		}
	}
	return w.key()
}

// voter's key is one of those who began as workers.
func (w *walk) voter() string {
	return testutil.Address(rapid.SampledFrom(walkNames[:4]).Draw(w.draw, "voter"))
}

// authority is the co-op's account, or anybody's key.
func (w *walk) authority() string {
	if rapid.Bool().Draw(w.draw, "by resolution") {
		return account(north)
	}
	return w.key()
}

// messages draw one of each kind, sensible or not.
func (w *walk) messages() map[string]func() sdk.Msg {
	return map[string]func() sdk.Msg{
		"apply": func() sdk.Msg {
			class := rapid.SampledFrom([]string{"open", "sponsored", "workers", "resolved", "few"}).Draw(w.draw, "class")
			return w.ledger.application(w.name(), class, w.name())
		},
		"sponsor": func() sdk.Msg {
			return &types.MsgSponsor{
				Signer: w.voter(), CoopId: north, Application: w.application(types.ApplicationStage_APPLICATION_STAGE_SPONSORING),
			}
		},
		"object": func() sdk.Msg {
			return &types.MsgObject{
				Signer: w.voter(), CoopId: north, Application: w.application(types.ApplicationStage_APPLICATION_STAGE_STANDING),
			}
		},
		"close": func() sdk.Msg {
			return &types.MsgCloseApplication{Signer: w.authority(), CoopId: north, Application: w.application()}
		},
		"admit an applicant": func() sdk.Msg {
			return &types.MsgAdmit{Authority: w.authority(), CoopId: north, Application: w.application()}
		},
		"admit": func() sdk.Msg {
			return &types.MsgAdmit{Authority: w.authority(), CoopId: north, Member: w.person("north", w.class(), w.name())}
		},
		"admit a minor": func() sdk.Msg {
			return &types.MsgAdmit{Authority: account(north), CoopId: north, Member: types.NewMember{
				Class: w.class(), MinorUntil: w.clock.Seconds + rapid.Int64Range(0, 40*day).Draw(w.draw, "until"), Guardian: w.key(),
			}}
		},
		"ask class": func() sdk.Msg { return &types.MsgAskClass{Signer: w.key(), CoopId: north, Class: w.class()} },
		"change class": func() sdk.Msg {
			return &types.MsgChangeClass{Authority: w.authority(), CoopId: north, MemberId: w.somebody(), Class: w.class()}
		},
		"leave": func() sdk.Msg { return &types.MsgLeave{Signer: w.key(), CoopId: north} },
		"lapse": func() sdk.Msg {
			return &types.MsgLapse{Authority: w.authority(), CoopId: north, MemberId: w.somebody(), Ground: "dues"}
		},
		"record death": func() sdk.Msg {
			return &types.MsgRecordDeath{Authority: w.voter(), CoopId: north, MemberId: w.somebody(), Representative: w.key()}
		},
		"confirm death": func() sdk.Msg {
			return &types.MsgConfirmDeath{Signer: testutil.Address(rapid.SampledFrom(walkNames[:2]).Draw(w.draw, "officer")), CoopId: north, MemberId: w.notice(death).MemberId}
		},
		"contest": func() sdk.Msg {
			notice := w.notice(death, lapse)
			return &types.MsgContestNotice{Signer: w.keyOf(notice.MemberId), CoopId: north, Kind: notice.Kind}
		},
		"withdraw notice": func() sdk.Msg {
			notice := w.notice(types.NoticeKinds()...)
			signer := w.keyOf(notice.MemberId)
			if notice.Kind.IsWindow() {
				signer = w.authority()
			}
			return &types.MsgWithdrawNotice{Signer: signer, CoopId: north, MemberId: notice.MemberId, Kind: notice.Kind}
		},
		"set trustee": func() sdk.Msg {
			return &types.MsgSetTrustee{Authority: w.authority(), CoopId: north, MemberId: w.notice(types.NoticeKind_NOTICE_KIND_MAJORITY).MemberId, Address: w.key()}
		},
		"grant": func() sdk.Msg {
			power := rapid.SampledFrom([]string{types.PowerAdmit, types.PowerLapse, types.PowerRegister}).Draw(w.draw, "power")
			return &types.MsgGrantPower{Authority: account(north), CoopId: north, MemberId: w.somebody(), Power: power, TermSeconds: 60 * day}
		},
		"import": func() sdk.Msg {
			rows := importedRows()
			if rapid.Bool().Draw(w.draw, "announce") {
				return announcement(rows)
			}
			from := rapid.IntRange(0, 4).Draw(w.draw, "from")
			return batch(rows, from, rapid.IntRange(from, 5).Draw(w.draw, "to"))
		},
	}
}

func (w *walk) step(name string, message sdk.Msg) {
	before := w.hash()
	_, err := w.deliver(message)
	count := w.done[name]
	if err == nil {
		count[0]++
		return
	}
	count[1]++
	if !bytes.Equal(before, w.hash()) {
		w.draw.Fatalf("refused %T, and yet the store changed: %s", message, err)
	}
}

// elsewhere is what other parts of the ledger do to members.
func (w *walk) elsewhere() {
	member, err := w.keeper.GetMember(w.ctx, north, w.somebody())
	if err != nil {
		return
	}
	switch rapid.IntRange(0, 3).Draw(w.draw, "elsewhere") {
	case 0:
		_ = w.keeper.Suspend(w.ctx, member)
	case 1:
		_ = w.keeper.Reinstate(w.ctx, member)
	case 2:
		if len(w.at) < 3 {
			w.freeze()
		}
	default:
		if len(w.at) > 0 {
			require.NoError(w.t, w.keeper.UnpinRoll(w.ctx, north, w.at[0]))
			w.at, w.frozen = w.at[1:], w.frozen[1:]
		}
	}
}

// freeze copies the roll as the members themselves say it is.
func (w *walk) freeze() {
	roll := w.roll(north)
	require.NoError(w.t, w.keeper.PinRoll(w.ctx, north, roll.Sequence))
	copied := make(map[uint64]uint32)
	for id := uint64(1); id < roll.NextMemberId; id++ {
		member := w.member(north, id)
		class, err := placesCharter().Class(member.ClassId)
		require.NoError(w.t, err)
		if member.HoldsPlace() && class.Votes && member.MinorUntil == 0 {
			copied[id] = member.ClassId
		}
	}
	require.Len(w.t, copied, int(roll.Voters()))
	w.at, w.frozen = append(w.at, roll.Sequence), append(w.frozen, copied)
}

// holds compares each frozen roll with its copy.
func (w *walk) holds() {
	next := w.roll(north).NextMemberId
	for i, sequence := range w.at {
		for id := uint64(1); id < next; id++ {
			class, onRoll := w.member(north, id).ClassAt(sequence)
			copied, should := w.frozen[i][id]
			if onRoll != should || class != copied {
				w.draw.Fatalf("member %d was on the roll frozen at %d in class %d: %t; it should be in %d: %t", id, sequence, class, onRoll, copied, should)
			}
		}
	}
}

// Whatever happens to places in whatever order, counters are a recount, queues
// hold what is due and nothing else, frozen rolls never change while a vote needs
// them, refusals change nothing, and the state survives export and import.
func TestPlacesInAnyOrder(t *testing.T) {
	done := make(map[string]*[2]int)
	rapid.Check(t, func(draw *rapid.T) {
		w := &walk{ledger: newPlaces(t), draw: draw, done: done}
		for _, officer := range []uint64{1, 2} {
			w.grantPower(officer, types.PowerRegister)
			w.grantPower(officer, types.PowerLapse)
		}
		w.apply("carol", "open", "gina")
		w.apply("stranger", "sponsored", "hugo")
		messages := w.messages()
		names := make([]string, 0, len(messages))
		for name := range messages {
			names = append(names, name)
			if done[name] == nil {
				done[name] = new([2]int)
			}
		}
		slices.Sort(names)
		for i := range rapid.IntRange(20, 60).Draw(draw, "steps") {
			name := rapid.SampledFrom(append(names, "time", "elsewhere")).Draw(draw, fmt.Sprintf("step %d", i))
			switch name {
			case "time":
				w.elapse(rapid.Int64Range(0, 20*day).Draw(draw, "seconds"))
			case "elsewhere":
				w.elsewhere()
			default:
				w.step(name, messages[name]())
			}
			w.holds()
			if i%5 == 0 {
				w.sound()
			}
		}
		w.sameAfterImport()
	})
	if testing.Short() {
		return
	}
	for name, count := range done {
		t.Logf("%s: %d accepted, %d refused", name, count[0], count[1])
		require.NotZero(t, count[0], "%s was never accepted", name)
		require.NotZero(t, count[1], "%s was never refused", name)
	}
}
