package types

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxWordBytes bounds the names of classes and rules, which are typed in commands.
	maxWordBytes   = 32
	documentSHA256 = 32
)

// Validate refuses a charter that contradicts itself, exceeds the limits, or
// maps a special subject to a rule below the ledger's floor. It knows nothing
// of who the members are: see CanBeChangedBy.
func (c Charter) Validate(limits Params) error {
	for _, check := range []func(Params) error{
		c.validateTexts, c.validateClasses, c.validateRules, c.validateRequirements, c.validateAmendments, c.validatePlaces,
		c.validateRecovery, c.validateMeetings, c.validateDiscipline, c.validateTreasury, c.validateSurplus,
	} {
		if err := check(limits); err != nil {
			return err
		}
	}
	if c.Admission != AdmissionPolicy_ADMISSION_POLICY_RESOLUTION && c.Admission != AdmissionPolicy_ADMISSION_POLICY_OFFICER {
		return ErrInvalidCharter.Wrap("admission must be by resolution or by officer")
	}
	if c.MaxOpenResolutionsPerMember < 1 || c.MaxOpenResolutionsPerMember > limits.MaxOpenResolutionsPerMember {
		return ErrInvalidCharter.Wrapf("max_open_resolutions_per_member is %d; it must lie between 1 and %d",
			c.MaxOpenResolutionsPerMember, limits.MaxOpenResolutionsPerMember)
	}
	return nil
}

// ValidateForRoot adds what only the root federation's charter must satisfy:
// the subjects that it alone decides have their floors too.
func (c Charter) ValidateForRoot() error {
	for _, subject := range Subjects() {
		if subject.OnRequest && !c.mentions(subject.Name) {
			continue
		}
		if err := c.meetsFloor(subject); err != nil {
			return err
		}
	}
	return nil
}

func (c Charter) validateTexts(limits Params) error {
	if strings.TrimSpace(c.Name) == "" {
		return ErrInvalidCharter.Wrap("the co-op needs a name")
	}
	if err := validateText("name", c.Name, limits.MaxNameBytes); err != nil {
		return err
	}
	if err := validateText("description", c.Description, limits.MaxDescriptionBytes); err != nil {
		return err
	}
	if c.Bylaws == nil {
		return nil
	}
	return c.Bylaws.Validate(limits.MaxUriBytes)
}

// Validate refuses a document without an address, or whose hash is not a
// SHA-256 (32 bytes).
func (d Document) Validate(maxURIBytes uint32) error {
	if strings.TrimSpace(d.Uri) == "" {
		return ErrInvalidCharter.Wrap("a document needs the uri where it can be read")
	}
	if err := validateText("document uri", d.Uri, maxURIBytes); err != nil {
		return err
	}
	if len(d.Sha256) != documentSHA256 {
		return ErrInvalidCharter.Wrapf("the document's sha256 has %d bytes; it needs %d: get it with sha256sum FILE",
			len(d.Sha256), documentSHA256)
	}
	return nil
}

// validateText refuses text that is too long, is not UTF-8, or holds control
// characters, which could make it read as something else.
func validateText(field, text string, maxBytes uint32) error {
	if uint64(len(text)) > uint64(maxBytes) {
		return ErrInvalidCharter.Wrapf("%s has %d bytes; at most %d", field, len(text), maxBytes)
	}
	if !utf8.ValidString(text) {
		return ErrInvalidCharter.Wrapf("%s is not UTF-8 text", field)
	}
	for _, r := range text {
		if unicode.IsControl(r) {
			return ErrInvalidCharter.Wrapf("%s holds the control character %U; write it on one line", field, r)
		}
	}
	return nil
}

func (c Charter) validateClasses(limits Params) error {
	if len(c.Classes) == 0 || uint64(len(c.Classes)) > uint64(limits.MaxClasses) {
		return ErrInvalidCharter.Wrapf("the charter has %d classes; it needs 1 to %d", len(c.Classes), limits.MaxClasses)
	}
	last, anyVotes := uint32(0), false
	names := make(map[string]bool, len(c.Classes))
	for _, class := range c.Classes {
		if class.Id <= last {
			return ErrInvalidCharter.Wrapf("class %q has id %d after %d; ids are 1 or more and ascend", class.Name, class.Id, last)
		}
		last = class.Id
		if err := validateWord("class", class.Name); err != nil {
			return err
		}
		if names[class.Name] {
			return ErrInvalidCharter.Wrapf("there are two classes named %q", class.Name)
		}
		names[class.Name] = true
		if class.Admits != MemberKind_MEMBER_KIND_PERSON && class.Admits != MemberKind_MEMBER_KIND_COOP {
			return ErrInvalidCharter.Wrapf("class %q must admit persons or co-ops", class.Name)
		}
		anyVotes = anyVotes || class.Votes
	}
	if !anyVotes {
		return ErrInvalidCharter.Wrap("no class votes; at least one must")
	}
	return nil
}

func validateWord(what, name string) error {
	if len(name) > maxWordBytes || !isWord(name) {
		return ErrInvalidCharter.Wrapf("%s name %q: use 1 to %d lower-case letters, digits and hyphens, no hyphen at either end",
			what, name, maxWordBytes)
	}
	return nil
}

func (c Charter) validateRules(limits Params) error {
	if len(c.Rules) == 0 || uint64(len(c.Rules)) > uint64(limits.MaxRules) {
		return ErrInvalidCharter.Wrapf("the charter has %d rules; it needs 1 to %d", len(c.Rules), limits.MaxRules)
	}
	last := ""
	for _, rule := range c.Rules {
		if err := rule.Validate(limits); err != nil {
			return err
		}
		if err := c.validateChambers(rule); err != nil {
			return err
		}
		if rule.Name <= last {
			return ErrInvalidCharter.Wrapf("rule %q follows %q; order rules by name, each name once", rule.Name, last)
		}
		last = rule.Name
	}
	return nil
}

// validateChambers checks that chambers are made of the charter's voting classes.
func (c Charter) validateChambers(rule DecisionRule) error {
	for i, chamber := range rule.Chambers {
		for _, id := range chamber.ClassIds {
			class, err := c.Class(id)
			if err != nil {
				return ErrInvalidCharter.Wrapf("rule %q, chamber %d: %s", rule.Name, i+1, err)
			}
			if !class.Votes {
				return ErrInvalidCharter.Wrapf("rule %q, chamber %d: class %q does not vote", rule.Name, i+1, class.Name)
			}
		}
	}
	return nil
}

func (c Charter) validateRequirements(Params) error {
	rule, err := c.Rule(c.DefaultRule)
	if err != nil {
		return ErrInvalidCharter.Wrapf("default_rule: %s", err)
	}
	if rule.Electorate != "" || rule.Emergency {
		return ErrInvalidCharter.Wrapf("default_rule %q: what no rule is named for is decided by the whole roll, and not as an emergency", rule.Name)
	}
	last := ""
	for _, requirement := range c.Requirements {
		if _, err := SubjectByName(requirement.Subject); err != nil {
			return ErrInvalidCharter.Wrap(err.Error())
		}
		if requirement.Subject <= last {
			return ErrInvalidCharter.Wrapf("requirement %q follows %q; order requirements by subject, each subject once",
				requirement.Subject, last)
		}
		last = requirement.Subject
		if err := c.validateRequirement(requirement); err != nil {
			return ErrInvalidCharter.Wrapf("requirement for %q: %s", requirement.Subject, err)
		}
	}
	for _, subject := range Subjects() {
		if (subject.RootOnly || subject.OnRequest) && !c.mentions(subject.Name) {
			continue
		}
		if err := c.meetsFloor(subject); err != nil {
			return err
		}
	}
	return nil
}

// ChambersTellApart says whether some rule has one class in a chamber and the
// other not.
func (c Charter) ChambersTellApart(class, other uint32) bool {
	for _, rule := range c.Rules {
		for _, chamber := range rule.Chambers {
			if slices.Contains(chamber.ClassIds, class) != slices.Contains(chamber.ClassIds, other) {
				return true
			}
		}
	}
	return false
}

func (c Charter) validateRequirement(requirement Requirement) error {
	rule, err := c.Rule(requirement.Rule)
	if err != nil {
		return err
	}
	if rule.Emergency {
		return ErrInvalidCharter.Wrapf("the rule %q is for emergencies; whoever proposes asks for it", rule.Name)
	}
	// Officers who name officers would never have to go.
	if rule.Electorate != "" && requirement.Subject == SubjectPowers {
		return ErrInvalidCharter.Wrapf("the rule %q is decided by holders of a power, and powers are given and taken by the whole roll", rule.Name)
	}
	if requirement.MembersRule == "" {
		return nil
	}
	instead, err := c.Rule(requirement.MembersRule)
	if err != nil {
		return err
	}
	if rule.Electorate == "" || instead.Electorate != "" || instead.Emergency {
		return ErrInvalidCharter.Wrapf("members_rule %q is for what a board decides, and is a rule of the whole roll", instead.Name)
	}
	return nil
}

func (c Charter) mentions(subject string) bool {
	for _, requirement := range c.Requirements {
		if requirement.Subject == subject {
			return true
		}
	}
	return false
}

func (c Charter) meetsFloor(subject Subject) error {
	if !subject.Special {
		return nil
	}
	rule, err := c.RuleFor(subject.Name)
	if err != nil {
		return err
	}
	if !rule.MeetsSpecialFloor() {
		return ErrBelowFloor.Wrapf("%s (%q) would be decided by the rule %q; the least the ledger allows is two thirds in favour with half of the roll voting, or more than half of the roll in favour",
			subject.Words, subject.Name, rule.Name)
	}
	return nil
}

// Rule finds a decision rule by name.
func (c Charter) Rule(name string) (DecisionRule, error) {
	names := make([]string, 0, len(c.Rules))
	for _, rule := range c.Rules {
		if rule.Name == name {
			return rule, nil
		}
		names = append(names, rule.Name)
	}
	return DecisionRule{}, ErrUnknownRule.Wrapf("the charter has no rule %q; its rules are %s", name, strings.Join(names, ", "))
}

// RuleFor finds the rule that a subject needs: the charter's requirement, or
// else its default rule; for taking back what has passed, the charter's own.
func (c Charter) RuleFor(subject string) (DecisionRule, error) {
	rule, _, err := c.ruleFor(subject)
	return rule, err
}

// ruleFor also names the rule by which the members may decide it instead.
func (c Charter) ruleFor(subject string) (rule DecisionRule, membersRule string, err error) {
	if _, err := SubjectByName(subject); err != nil {
		return DecisionRule{}, "", err
	}
	for _, requirement := range c.Requirements {
		if requirement.Subject == subject {
			rule, err = c.Rule(requirement.Rule)
			return rule, requirement.MembersRule, err
		}
	}
	if subject == SubjectRescission {
		return c.ruleFor(SubjectCharter)
	}
	rule, err = c.Rule(c.DefaultRule)
	return rule, "", err
}

// RulesFor collects the rules that a resolution must all satisfy: those of its
// messages' subjects and those asked for besides, ordered by name, each once. A
// resolution with neither needs the default rule. A rule asked for stands instead of a board's where the charter names it for that. All of them
// are decided by the same electorate.
func (c Charter) RulesFor(subjects []string, asked ...string) ([]DecisionRule, error) {
	needed := make(map[string]bool)
	for _, name := range asked {
		if name == "" {
			continue
		}
		rule, err := c.Rule(name)
		if err != nil {
			return nil, err
		}
		needed[rule.Name] = true
	}
	for _, subject := range subjects {
		rule, membersRule, err := c.ruleFor(subject)
		if err != nil {
			return nil, err
		}
		if membersRule == "" || !slices.Contains(asked, membersRule) {
			needed[rule.Name] = true
		}
	}
	if len(needed) == 0 {
		needed[c.DefaultRule] = true
	}
	var rules []DecisionRule
	for _, rule := range c.Rules {
		if needed[rule.Name] {
			rules = append(rules, rule)
		}
	}
	if len(rules) != len(needed) {
		return nil, ErrUnknownRule.Wrapf("the charter has no rule %q", c.DefaultRule)
	}
	for _, rule := range rules[1:] {
		if rule.Electorate != rules[0].Electorate {
			return nil, ErrMixedElectorate.Wrapf("it needs the rule %q, decided by %s, and the rule %q, decided by %s; make it a resolution for each",
				rules[0].Name, rules[0].electors(), rule.Name, rule.electors())
		}
	}
	return rules, nil
}

// electors in words.
func (r DecisionRule) electors() string {
	if r.Electorate == "" {
		return "the members on the roll"
	}
	return "the holders of the power \"" + r.Electorate + "\""
}

// Class finds a class by id.
func (c Charter) Class(id uint32) (Class, error) {
	for _, class := range c.Classes {
		if class.Id == id {
			return class, nil
		}
	}
	return Class{}, ErrUnknownClass.Wrapf("the charter has no class %d", id)
}

// ClassByName finds a class by name.
func (c Charter) ClassByName(name string) (Class, error) {
	names := make([]string, 0, len(c.Classes))
	for _, class := range c.Classes {
		if class.Name == name {
			return class, nil
		}
		names = append(names, class.Name)
	}
	return Class{}, ErrUnknownClass.Wrapf("the charter has no class %q; its classes are %s", name, strings.Join(names, ", "))
}
