package charters

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Parse reads a charter file. It refuses unknown, repeated and missing keys and
// unreadable values, naming line and key. It doesn't say whether the charter
// makes sense: the charter's Validate does.
func Parse(text []byte) (membershiptypes.Charter, error) {
	var charter membershiptypes.Charter
	root, err := readDocument(text)
	if err != nil {
		return charter, err
	}
	top, err := readMapping(root, "the charter",
		[]string{"charter", "name", "classes", "rules", "default_rule", "admission", "max_open_resolutions_per_member"},
		[]string{"description", "bylaws", "requirements"})
	if err != nil {
		return charter, err
	}
	if version, err := top.number("charter"); err != nil {
		return charter, err
	} else if version != FormatVersion {
		return charter, wrong(top.values["charter"].Line, "charter files of version %d are not read; this program reads version %d", version, FormatVersion)
	}
	for _, step := range []func(mapping, *membershiptypes.Charter) error{
		parseTexts, parseBylaws, parseClasses, parseRules, parseRequirements, parseAdmission,
	} {
		if err := step(top, &charter); err != nil {
			return membershiptypes.Charter{}, err
		}
	}
	return charter, nil
}

// readDocument reads exactly one YAML document of a bounded size.
func readDocument(text []byte) (*yaml.Node, error) {
	if len(text) > MaxFileBytes {
		return nil, fmt.Errorf("the file has %d bytes; a charter has at most %d", len(text), MaxFileBytes)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document yaml.Node
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty")
	} else if err != nil {
		return nil, fmt.Errorf("the file is not YAML: %w", err)
	}
	var more yaml.Node
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, errors.New("the file holds more than one document; a charter is one")
	}
	return document.Content[0], nil
}

func parseTexts(top mapping, charter *membershiptypes.Charter) (err error) {
	if charter.Name, err = top.text("name", ""); err != nil {
		return err
	}
	if charter.Description, err = top.text("description", ""); err != nil {
		return err
	}
	if charter.DefaultRule, err = top.text("default_rule", ""); err != nil {
		return err
	}
	charter.MaxOpenResolutionsPerMember, err = top.number("max_open_resolutions_per_member")
	return err
}

func parseBylaws(top mapping, charter *membershiptypes.Charter) error {
	node := top.values["bylaws"]
	if node == nil {
		return nil
	}
	bylaws, err := readMapping(node, "bylaws", []string{"uri", "sha256"}, nil)
	if err != nil {
		return err
	}
	uri, err := bylaws.text("uri", "")
	if err != nil {
		return err
	}
	digits, err := bylaws.text("sha256", "")
	if err != nil {
		return err
	}
	sum, err := hex.DecodeString(digits)
	if err != nil || len(sum) != 32 {
		return wrong(bylaws.values["sha256"].Line, "bylaws: sha256 must be 64 hexadecimal digits; sha256sum FILE prints them")
	}
	charter.Bylaws = &membershiptypes.Document{Uri: uri, Sha256: sum}
	return nil
}

var memberKinds = []struct {
	kind membershiptypes.MemberKind
	word string
}{
	{membershiptypes.MemberKind_MEMBER_KIND_PERSON, "people"},
	{membershiptypes.MemberKind_MEMBER_KIND_COOP, "co-ops"},
}

func parseClasses(top mapping, charter *membershiptypes.Charter) error {
	list := top.values["classes"]
	if list.Kind != yaml.SequenceNode {
		return wrong(list.Line, "classes must be a list")
	}
	for _, node := range list.Content {
		class, err := readMapping(node, "a class", []string{"id", "name", "votes", "admits"}, nil)
		if err != nil {
			return err
		}
		var read membershiptypes.Class
		if read.Id, err = class.number("id"); err != nil {
			return err
		}
		if read.Name, err = class.text("name", ""); err != nil {
			return err
		}
		if read.Votes, err = class.truth("votes"); err != nil {
			return err
		}
		admits, err := class.text("admits", "")
		if err != nil {
			return err
		}
		for _, known := range memberKinds {
			if known.word == admits {
				read.Admits = known.kind
			}
		}
		if read.Admits == membershiptypes.MemberKind_MEMBER_KIND_UNSPECIFIED {
			return wrong(class.values["admits"].Line, "a class: admits must be people or co-ops, not %q", admits)
		}
		charter.Classes = append(charter.Classes, read)
	}
	return nil
}

func parseRules(top mapping, charter *membershiptypes.Charter) error {
	rules, err := readMapping(top.values["rules"], "rules", nil, nil)
	if err != nil {
		return err
	}
	for _, name := range rules.order {
		rule, err := parseRule(name, rules.values[name])
		if err != nil {
			return err
		}
		charter.Rules = append(charter.Rules, rule)
	}
	slices.SortFunc(charter.Rules, func(a, b membershiptypes.DecisionRule) int { return cmp.Compare(a.Name, b.Name) })
	return nil
}

func parseRule(name string, node *yaml.Node) (membershiptypes.DecisionRule, error) {
	rule := membershiptypes.DecisionRule{Name: name}
	m, err := readMapping(node, "rule "+name, []string{"approval", "quorum", "voting_period"}, []string{
		"or_majority_of_roll", "consent", "final_ballots", "seconders",
		"seconding_period", "discussion_period", "timelock_period",
	})
	if err != nil {
		return rule, err
	}
	for _, share := range []struct {
		key  string
		read func(string) (membershiptypes.Threshold, error)
		into *membershiptypes.Threshold
	}{{"approval", ParseThreshold, &rule.Approval}, {"quorum", ParseQuorum, &rule.Quorum}} {
		text, err := m.text(share.key, "")
		if err != nil {
			return rule, err
		}
		if *share.into, err = share.read(text); err != nil {
			return rule, wrong(m.values[share.key].Line, "rule %s: %s: %w", name, share.key, err)
		}
	}
	for _, truth := range []struct {
		key  string
		into *bool
	}{{"or_majority_of_roll", &rule.OrMajorityOfRoll}, {"consent", &rule.Consent}, {"final_ballots", &rule.FinalBallots}} {
		if *truth.into, err = m.truth(truth.key); err != nil {
			return rule, err
		}
	}
	for _, period := range []struct {
		key  string
		into *uint64
	}{
		{"seconding_period", &rule.SecondingPeriodSeconds},
		{"discussion_period", &rule.DiscussionPeriodSeconds},
		{"voting_period", &rule.VotingPeriodSeconds},
		{"timelock_period", &rule.TimelockPeriodSeconds},
	} {
		if *period.into, err = m.duration(period.key); err != nil {
			return rule, err
		}
	}
	rule.Seconders, err = m.number("seconders")
	return rule, err
}

func parseRequirements(top mapping, charter *membershiptypes.Charter) error {
	node := top.values["requirements"]
	if node == nil {
		return nil
	}
	requirements, err := readMapping(node, "requirements", nil, nil)
	if err != nil {
		return err
	}
	for _, subject := range requirements.order {
		rule, err := requirements.text(subject, "")
		if err != nil {
			return err
		}
		charter.Requirements = append(charter.Requirements, membershiptypes.Requirement{Subject: subject, Rule: rule})
	}
	slices.SortFunc(charter.Requirements, func(a, b membershiptypes.Requirement) int { return cmp.Compare(a.Subject, b.Subject) })
	return nil
}

var admissionPolicies = []struct {
	policy membershiptypes.AdmissionPolicy
	word   string
}{
	{membershiptypes.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION, "by resolution"},
	{membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OFFICER, "by officers"},
}

func parseAdmission(top mapping, charter *membershiptypes.Charter) error {
	word, err := top.text("admission", "")
	if err != nil {
		return err
	}
	for _, known := range admissionPolicies {
		if known.word == word {
			charter.Admission = known.policy
			return nil
		}
	}
	return wrong(top.values["admission"].Line, "admission must be %q or %q, not %q", admissionPolicies[0].word, admissionPolicies[1].word, word)
}
