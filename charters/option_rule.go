package charters

import (
	"cmp"
	"fmt"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// ruleRecord is one decision rule in a file.
func ruleRecord() record[membershiptypes.DecisionRule] {
	type rule = membershiptypes.DecisionRule
	return record[rule]{what: "rule", fields: []field[rule]{
		share("approval", `{"$ref": "#/$defs/share"}`, ParseThreshold, FormatThreshold,
			func(r *rule) *membershiptypes.Threshold { return &r.Approval }).needed().
			described("The share of ballots in favour that is needed."),
		share("quorum", quorumSchema, ParseQuorum, FormatQuorum,
			func(r *rule) *membershiptypes.Threshold { return &r.Quorum }).needed().
			described("The share of the roll that must have voted in any way, or none."),
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
	}}
}

func votingPeriod() field[membershiptypes.DecisionRule] {
	f := duration("voting_period", func(r *membershiptypes.DecisionRule) *uint64 { return &r.VotingPeriodSeconds })
	f.schema = `{"allOf": [{"$ref": "#/$defs/duration"}, {"not": {"const": "none"}}]}`
	return f.needed()
}

// rulesField is the charter's rules by name.
func rulesField() field[membershiptypes.Charter] {
	schema := fmt.Sprintf(`{"type": "object", "minProperties": 1, "propertyNames": %s, "additionalProperties": %s}`,
		wordSchema, ruleRecord().schema())
	return keyed("rules", schema,
		func(c *membershiptypes.Charter) *[]membershiptypes.DecisionRule { return &c.Rules },
		func(name string, m mapping) (membershiptypes.DecisionRule, error) {
			rule := membershiptypes.DecisionRule{Name: name}
			err := ruleRecord().named(name).read(m.values[name], &rule)
			return rule, err
		},
		func(rule *membershiptypes.DecisionRule) (string, *yaml.Node) {
			return rule.Name, ruleRecord().write(rule)
		},
		func(a, b membershiptypes.DecisionRule) int { return cmp.Compare(a.Name, b.Name) },
	).needed().described("How resolutions are decided, by the rule's name. At least one ballot in favour is always needed.")
}

// rule says how one rule decides.
func (s speech) rule(rule membershiptypes.DecisionRule) []string {
	sentences := []string{s.approval(rule), s.say("one in favour")}
	if rule.OrMajorityOfRoll {
		sentences = append(sentences, s.say("majority suffices"))
	}
	if rule.Consent {
		sentences = append(sentences, s.say("consent"))
	}
	if rule.Seconders > 0 {
		sentences = append(sentences, s.count("seconders", uint64(rule.Seconders), "period", s.duration(rule.SecondingPeriodSeconds)))
	}
	if rule.DiscussionPeriodSeconds > 0 {
		sentences = append(sentences, s.say("discussion", "period", s.duration(rule.DiscussionPeriodSeconds)))
	}
	sentences = append(sentences, s.say("voting", "period", s.duration(rule.VotingPeriodSeconds)))
	if rule.FinalBallots {
		sentences = append(sentences, s.say("ballots.final"))
	} else {
		sentences = append(sentences, s.say("ballots.change"))
	}
	if rule.TimelockPeriodSeconds > 0 {
		sentences = append(sentences, s.say("timelock", "period", s.duration(rule.TimelockPeriodSeconds)))
	}
	return sentences
}

// approval says the share that is needed and the quorum beside it.
func (s speech) approval(rule membershiptypes.DecisionRule) string {
	quorum := ""
	if rule.Quorum.Numerator > 0 || rule.Quorum.MoreThan {
		quorum = s.share("quorum", rule.Quorum)
	}
	base := map[membershiptypes.Base]string{
		membershiptypes.Base_BASE_VOTES_CAST: "approval.cast",
		membershiptypes.Base_BASE_PRESENT:    "approval.present",
		membershiptypes.Base_BASE_ROLL:       "approval.roll",
	}[rule.Approval.Base]
	return s.share(base, rule.Approval, "quorum", quorum)
}
