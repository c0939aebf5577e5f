package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

var walkClasses = []string{"workers", "supporters", "open", "sponsored", "resolved", "probation", "tested", "few"}

func (w *walk) class() string { return rapid.SampledFrom(walkClasses).Draw(w.draw, "class") }

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

// voter's key is one of those who began as workers.
func (w *walk) voter() string {
	return testutil.Address(rapid.SampledFrom(walkNames[:4]).Draw(w.draw, "voter"))
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
	default:
		w.votes()
	}
}

// Whatever happens to places in whatever order, counters are a recount, queues
// hold what is due and nothing else, frozen rolls never change while a vote needs
// them, refusals change nothing, and the state survives export and import.
func TestPlacesInAnyOrder(t *testing.T) {
	inAnyOrder(t, 60, func(draw *rapid.T, done tally) path {
		w := &walk{ledger: newPlaces(t), draw: draw, done: done}
		for _, officer := range []uint64{1, 2} {
			w.grantPower(officer, types.PowerRegister)
			w.grantPower(officer, types.PowerLapse)
		}
		w.apply("carol", "open", "gina")
		w.apply("stranger", "sponsored", "hugo")
		steps := make(map[string]func(string))
		for name, message := range w.messages() {
			steps[name] = func(name string) { _, _ = w.attempt(name, message()) }
		}
		return path{walk: w, messages: steps, others: map[string]func(){
			"elsewhere": w.elsewhere,
			"time":      func() { w.elapse(rapid.Int64Range(0, 20*day).Draw(draw, "seconds")) },
		}}
	})
}
