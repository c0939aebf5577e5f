package cli

import (
	"fmt"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/charters"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// previews say for each kind of message what it will do, by its type URL.
var previews = knownPreviews()

func knownPreviews() map[string]func(sdk.Msg) Preview {
	table := map[string]func(sdk.Msg) Preview{}
	register(table, func(m *membershiptypes.MsgAdmit) Preview {
		switch {
		case m.Application != 0:
			return sentence("admits whom application %d to co-op %d is of", m.Application, m.CoopId)
		case m.Member.MemberCoopId != 0:
			return sentence("admits co-op %d to the class %q of co-op %d", m.Member.MemberCoopId, m.Member.Class, m.CoopId)
		}
		return sentence("admits a person to the class %q of co-op %d", m.Member.Class, m.CoopId)
	})
	register(table, func(m *membershiptypes.MsgGrantPower) Preview {
		return sentence("gives member %d of co-op %d the power %q for %s%s", m.MemberId, m.CoopId, m.Power,
			charters.FormatDuration(m.TermSeconds), narrowing(m))
	})
	register(table, func(m *membershiptypes.MsgRevokePower) Preview {
		return sentence("ends the power %q of member %d of co-op %d", m.Power, m.MemberId, m.CoopId)
	})
	register(table, func(m *membershiptypes.MsgAmendCharter) Preview {
		return sentence("puts another charter in the place of version %d of co-op %d", m.BaseVersion, m.CoopId)
	})
	register(table, func(m *membershiptypes.MsgApply) Preview {
		return sentence("applies to become a member of co-op %d", m.CoopId)
	})
	register(table, func(m *membershiptypes.MsgLeave) Preview { return sentence("leaves co-op %d", m.CoopId) })
	registerGovernance(table)
	return table
}

func registerGovernance(table map[string]func(sdk.Msg) Preview) {
	register(table, func(m *types.MsgPropose) Preview {
		return Preview{Sentence: fmt.Sprintf("proposes %q in co-op %d, whose account would do what is below", m.Title, m.CoopId), Within: m.Messages}
	})
	register(table, func(m *types.MsgAmend) Preview {
		return Preview{Sentence: fmt.Sprintf("amends resolution %d to %q; what is below would then be done", m.ResolutionId, m.Title), Within: m.Messages}
	})
	register(table, func(m *types.MsgSecond) Preview { return sentence("seconds resolution %d", m.ResolutionId) })
	register(table, func(m *types.MsgVote) Preview {
		return sentence("votes %s on resolution %d", m.Choice.Word(), m.ResolutionId)
	})
	register(table, func(m *types.MsgWithdraw) Preview { return sentence("withdraws resolution %d", m.ResolutionId) })
	register(table, func(m *types.MsgRescind) Preview {
		return sentence("takes back resolution %d, which has passed", m.ResolutionId)
	})
	register(table, func(m *types.MsgConveneMeeting) Preview {
		return sentence("convenes a general meeting of co-op %d at %s", m.CoopId, m.Notice.StartsAt)
	})
}

func sentence(format string, arguments ...any) Preview {
	return Preview{Sentence: fmt.Sprintf(format, arguments...)}
}

// CoinsInWords writes an amount and its denom apart, each coin by itself.
func CoinsInWords(coins sdk.Coins) string {
	if len(coins) == 0 {
		return "nothing"
	}
	words := make([]string, 0, len(coins))
	for _, coin := range coins {
		words = append(words, fmt.Sprintf("%s %s", coin.Amount, coin.Denom))
	}
	return strings.Join(words, " and ")
}

// narrowing says what a power is granted for, where it is not whole.
func narrowing(m *membershiptypes.MsgGrantPower) string {
	var parts []string
	if scope := m.Scope; scope != nil {
		for _, list := range []struct {
			name    string
			entries int
			values  any
		}{
			{"classes", len(scope.ClassIds), scope.ClassIds},
			{"federations", len(scope.FederationIds), scope.FederationIds},
			{"subjects", len(scope.Subjects), scope.Subjects},
			{"rules", len(scope.Rules), scope.Rules},
		} {
			if list.entries > 0 {
				parts = append(parts, fmt.Sprintf("for the %s %v alone", list.name, list.values))
			}
		}
	}
	if m.Limit != nil && m.Limit.PerDay > 0 {
		parts = append(parts, fmt.Sprintf("%d times a day at most", m.Limit.PerDay))
	}
	if m.Limit != nil && m.Limit.InTerm > 0 {
		parts = append(parts, fmt.Sprintf("%d times in all", m.Limit.InTerm))
	}
	if len(parts) == 0 {
		return ""
	}
	return ", " + strings.Join(parts, ", ")
}
