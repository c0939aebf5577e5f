package charters

import (
	"encoding/hex"
	"strconv"
	"strings"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"go.yaml.in/yaml/v3"
)

// Format writes a charter as a file that Parse reads back to the same charter.
// Every value is written out, defaults too.
func Format(charter membershiptypes.Charter) ([]byte, error) {
	document := newBlock()
	document.number("charter", FormatVersion)
	document.text("name", charter.Name)
	if charter.Description != "" {
		document.text("description", charter.Description)
	}
	if charter.Bylaws != nil {
		bylaws := newBlock()
		bylaws.text("uri", charter.Bylaws.Uri)
		bylaws.text("sha256", hex.EncodeToString(charter.Bylaws.Sha256))
		document.put("bylaws", bylaws.node)
	}
	document.put("classes", formatClasses(charter.Classes))

	rules := newBlock()
	for _, rule := range charter.Rules {
		rules.put(rule.Name, formatRule(rule))
	}
	document.put("rules", rules.node)

	if len(charter.Requirements) > 0 {
		requirements := newBlock()
		for _, requirement := range charter.Requirements {
			requirements.text(requirement.Subject, requirement.Rule)
		}
		document.put("requirements", requirements.node)
	}
	document.text("default_rule", charter.DefaultRule)
	for _, known := range admissionPolicies {
		if known.policy == charter.Admission {
			document.text("admission", known.word)
		}
	}
	document.number("max_open_resolutions_per_member", charter.MaxOpenResolutionsPerMember)

	var out strings.Builder
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(document.node); err != nil {
		return nil, err
	}
	if err := encoder.Close(); err != nil {
		return nil, err
	}
	return []byte(out.String()), nil
}

func formatClasses(classes []membershiptypes.Class) *yaml.Node {
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for _, class := range classes {
		block := newBlock()
		block.number("id", class.Id)
		block.text("name", class.Name)
		block.truth("votes", class.Votes)
		for _, known := range memberKinds {
			if known.kind == class.Admits {
				block.text("admits", known.word)
			}
		}
		list.Content = append(list.Content, block.node)
	}
	return list
}

func formatRule(rule membershiptypes.DecisionRule) *yaml.Node {
	block := newBlock()
	block.text("approval", FormatThreshold(rule.Approval))
	block.text("quorum", FormatQuorum(rule.Quorum))
	block.truth("or_majority_of_roll", rule.OrMajorityOfRoll)
	block.truth("consent", rule.Consent)
	block.truth("final_ballots", rule.FinalBallots)
	block.number("seconders", rule.Seconders)
	block.text("seconding_period", FormatDuration(rule.SecondingPeriodSeconds))
	block.text("discussion_period", FormatDuration(rule.DiscussionPeriodSeconds))
	block.text("voting_period", FormatDuration(rule.VotingPeriodSeconds))
	block.text("timelock_period", FormatDuration(rule.TimelockPeriodSeconds))
	return block.node
}

// A block is a YAML mapping in the order in which it was written.
type block struct{ node *yaml.Node }

func newBlock() block { return block{&yaml.Node{Kind: yaml.MappingNode}} }

func (b block) put(key string, value *yaml.Node) {
	b.node.Content = append(b.node.Content, scalar("!!str", key), value)
}

func (b block) text(key, value string)       { b.put(key, scalar("!!str", value)) }
func (b block) truth(key string, value bool) { b.put(key, scalar("!!bool", strconv.FormatBool(value))) }

func (b block) number(key string, value uint32) {
	b.put(key, scalar("!!int", strconv.FormatUint(uint64(value), 10)))
}

func scalar(tag, value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value}
}
