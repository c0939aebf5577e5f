package charters

import (
	"cmp"
	"fmt"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// ruleRecord is one decision rule in a file.
func ruleRecord(classes []membershiptypes.Class) record[membershiptypes.DecisionRule] {
	type rule = membershiptypes.DecisionRule
	return record[rule]{what: "rule", fields: []field[rule]{
		share("approval", `{"$ref": "#/$defs/share"}`, ParseThreshold, FormatThreshold,
			func(r *rule) *membershiptypes.Threshold { return &r.Approval }).needed().
			described("The share of ballots in favour that is needed."),
		share("quorum", quorumSchema, ParseQuorum, FormatQuorum,
			func(r *rule) *membershiptypes.Threshold { return &r.Quorum }).needed().
			described("The share of the roll, or of its active members, that must have voted in any way, or none."),
		text("electorate", wordSchema, func(r *rule) *string { return &r.Electorate }).quiet("").
			described("The power whose holders decide, such as board; the whole roll when left out."),
		chambersField(classes).
			described("Classes, or groups of them, whose own majorities are needed besides."),
		truth("or_majority_of_roll", func(r *rule) *bool { return &r.OrMajorityOfRoll }).
			described("Passes too when more than half of the roll is in favour, whatever the quorum and approval."),
		truth("consent", func(r *rule) *bool { return &r.Consent }).
			described(`One block defeats it; "no" is then not a choice.`),
		truth("final_ballots", func(r *rule) *bool { return &r.FinalBallots }).
			described("Ballots can't be changed, and voting ends as soon as the outcome is certain."),
		number("seconders", 0, func(r *rule) *uint32 { return &r.Seconders }),
		duration("seconding_period", func(r *rule) *uint64 { return &r.SecondingPeriodSeconds }),
		duration("discussion_period", func(r *rule) *uint64 { return &r.DiscussionPeriodSeconds }),
		votingPeriod(),
		duration("timelock_period", func(r *rule) *uint64 { return &r.TimelockPeriodSeconds }),
		truth("record_at_notice", func(r *rule) *bool { return &r.RecordAtNotice }).quiet("false").
			described("Freezes the roll when the discussion begins rather than when voting opens."),
		duration("late_quorum_window", func(r *rule) *uint64 { return &r.LateQuorumWindowSeconds }).quiet(none).
			described("If the quorum is reached only so shortly before the end, voting is extended, once."),
		duration("late_quorum_extension", func(r *rule) *uint64 { return &r.LateQuorumExtensionSeconds }).quiet(none),
		truth("emergency", func(r *rule) *bool { return &r.Emergency }).quiet("false").
			described("Stands alone, for upgrades of the ledger and its breaker: three quarters of the roll, a day at most."),
	}}
}

func votingPeriod() field[membershiptypes.DecisionRule] {
	f := duration("voting_period", func(r *membershiptypes.DecisionRule) *uint64 { return &r.VotingPeriodSeconds })
	f.schema = `{"allOf": [{"$ref": "#/$defs/duration"}, {"not": {"const": "none"}}]}`
	return f.needed()
}

// rulesField is the charter's rules by name. Chambers name the charter's
// classes, which stand before the rules.
func rulesField() field[membershiptypes.Charter] {
	return field[membershiptypes.Charter]{
		key: "rules", schema: rulesOf(nil).schema,
		read: func(m mapping, into *membershiptypes.Charter) error {
			return rulesOf(into.Classes).read(m, into)
		},
		write: func(from *membershiptypes.Charter) *yaml.Node { return rulesOf(from.Classes).write(from) },
	}.needed().described("How resolutions are decided, by the rule's name. At least one ballot in favour is always needed.")
}

func rulesOf(classes []membershiptypes.Class) field[membershiptypes.Charter] {
	one := ruleRecord(classes)
	schema := fmt.Sprintf(`{"type": "object", "minProperties": 1, "propertyNames": %s, "additionalProperties": %s}`,
		wordSchema, one.schema())
	return keyed("rules", schema,
		func(c *membershiptypes.Charter) *[]membershiptypes.DecisionRule { return &c.Rules },
		func(name string, m mapping) (membershiptypes.DecisionRule, error) {
			rule := membershiptypes.DecisionRule{Name: name}
			err := one.named(name).read(m.values[name], &rule)
			return rule, err
		},
		func(rule *membershiptypes.DecisionRule) (string, *yaml.Node) { return rule.Name, one.write(rule) },
		func(a, b membershiptypes.DecisionRule) int { return cmp.Compare(a.Name, b.Name) },
	)
}

// rule says how one rule decides.
func (s speech) rule(classes []membershiptypes.Class, rule membershiptypes.DecisionRule) []string {
	var sentences []string
	add := func(applies bool, name string, places ...string) {
		if applies {
			sentences = append(sentences, s.say(name, places...))
		}
	}
	add(rule.Emergency, "emergency")
	add(rule.Electorate != "", "electorate", "power", rule.Electorate)
	sentences = append(sentences, s.approval(rule), s.say("one in favour"))
	add(rule.OrMajorityOfRoll, "majority suffices")
	for _, part := range rule.Chambers {
		sentences = append(sentences, s.chamber(classes, part))
	}
	add(rule.Consent, "consent")
	if rule.Seconders > 0 {
		sentences = append(sentences, s.count("seconders", uint64(rule.Seconders), "period", s.duration(rule.SecondingPeriodSeconds)))
	}
	add(rule.DiscussionPeriodSeconds > 0, "discussion", "period", s.duration(rule.DiscussionPeriodSeconds))
	add(rule.Electorate == "" && !rule.RecordAtNotice, "voting", "period", s.duration(rule.VotingPeriodSeconds))
	add(rule.Electorate == "" && rule.RecordAtNotice, "voting.noticed", "period", s.duration(rule.VotingPeriodSeconds))
	add(rule.Electorate != "", "voting.electors", "period", s.duration(rule.VotingPeriodSeconds))
	add(rule.LateQuorumWindowSeconds > 0, "late quorum",
		"window", s.duration(rule.LateQuorumWindowSeconds), "extension", s.duration(rule.LateQuorumExtensionSeconds))
	add(rule.FinalBallots, "ballots.final")
	add(!rule.FinalBallots, "ballots.change")
	add(rule.TimelockPeriodSeconds > 0, "timelock", "period", s.duration(rule.TimelockPeriodSeconds))
	return sentences
}

// approval says the share that is needed and the quorum beside it.
func (s speech) approval(rule membershiptypes.DecisionRule) string {
	quorum := ""
	if rule.Quorum.Numerator > 0 || rule.Quorum.MoreThan {
		quorum = s.share(map[bool]string{true: "quorum.active", false: "quorum"}[rule.Quorum.Base == membershiptypes.Base_BASE_ACTIVE], rule.Quorum)
	}
	base := map[membershiptypes.Base]string{
		membershiptypes.Base_BASE_VOTES_CAST: "approval.cast",
		membershiptypes.Base_BASE_PRESENT:    "approval.present",
		membershiptypes.Base_BASE_ROLL:       "approval.roll",
	}[rule.Approval.Base]
	return s.share(base, rule.Approval, "quorum", quorum)
}
