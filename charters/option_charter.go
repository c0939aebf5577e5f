package charters

import (
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// charterFile is a charter file's own keys, in the order in which they are
// written. Each option is described in the file of its name: option_rule.go …
func charterFile() record[membershiptypes.Charter] {
	return record[membershiptypes.Charter]{what: "the charter", fields: []field[membershiptypes.Charter]{
		formatVersion(),
		text("name", lineSchema, func(c *membershiptypes.Charter) *string { return &c.Name }).needed().
			described("What its members call the co-op."),
		text("description", `{"type": "string"}`, func(c *membershiptypes.Charter) *string { return &c.Description }).quiet("").
			described("What it is, in one sentence."),
		principlesField(),
		nested("bylaws", bylawsRecord, func(c *membershiptypes.Charter) **membershiptypes.Document { return &c.Bylaws }).
			described("The legal text this charter encodes. It lies elsewhere and is pinned by its hash."),
		list("classes", classRecord(), func(c *membershiptypes.Charter) *[]membershiptypes.Class { return &c.Classes }).needed().
			described("The constituencies on the roll. A class votes or it does not; there is no weight."),
		rulesField(),
		requirementsField(),
		text("default_rule", wordSchema, func(c *membershiptypes.Charter) *string { return &c.DefaultRule }).needed().
			described("For subjects without a requirement and for resolutions that carry no message."),
		amendmentsField(),
		oneOf("admission", admissionPolicies, func(c *membershiptypes.Charter) *membershiptypes.AdmissionPolicy { return &c.Admission }).needed().
			described("Who admits a new member."),
		nested("membership", termsRecord, func(c *membershiptypes.Charter) **membershiptypes.MembershipTerms { return &c.Terms }).
			described("How a membership ends, and when somebody may come back."),
		number("max_open_resolutions_per_member", 1, func(c *membershiptypes.Charter) *uint32 { return &c.MaxOpenResolutionsPerMember }).needed(),
		nested("recovery", recoveryRecord, func(c *membershiptypes.Charter) **membershiptypes.RecoveryPolicy { return &c.Recovery }).
			described("How a member that lost its keys gets its place back, and how a thief is kept out. Each time is none, or not short of the ledger's least."),
		text("time_zone", lineSchema, func(c *membershiptypes.Charter) *string { return &c.TimeZone }).quiet("").
			described("As in the IANA database: Europe/Berlin. UTC when it is left out."),
		nested("meetings", meetingsRecord, func(c *membershiptypes.Charter) **membershiptypes.MeetingRules { return &c.Meetings }).
			described("How general meetings are called and held."),
		nested("discipline", disciplineRecord(), func(c *membershiptypes.Charter) **membershiptypes.Discipline { return &c.Discipline }).
			described("How a charge against a member is decided. Without it nobody can be charged, suspended or expelled."),
		nested("treasury", treasuryRecord(), func(c *membershiptypes.Charter) **membershiptypes.TreasuryRules { return &c.Treasury }).
			described("How the co-op keeps its book, and what its money is for. Without it the book counts coins, in no currency."),
		nested("surplus", surplusRecord(), func(c *membershiptypes.Charter) **surplusRules { return &c.Surplus }).
			described("How what is left of a period is shared. Without it the ledger shares nothing."),
	}}
}

// formatVersion is the file's first key. It isn't part of the charter.
func formatVersion() field[membershiptypes.Charter] {
	return field[membershiptypes.Charter]{
		key: "charter", required: true,
		schema: fmt.Sprintf(`{"const": %d, "description": "The version of this format."}`, FormatVersion),
		read: func(m mapping, _ *membershiptypes.Charter) error {
			version, err := m.number("charter", maxUint32)
			if err == nil && version != FormatVersion {
				err = wrong(m.values["charter"].Line, "charter files of version %d are not read; this program reads version %d", version, FormatVersion)
			}
			return err
		},
		write: func(*membershiptypes.Charter) *yaml.Node { return scalar("!!int", strconv.Itoa(FormatVersion)) },
	}
}

var bylawsRecord = record[membershiptypes.Document]{what: "bylaws", fields: []field[membershiptypes.Document]{
	text("uri", lineSchema, func(d *membershiptypes.Document) *string { return &d.Uri }).needed(),
	sum("sha256", func(d *membershiptypes.Document) *[]byte { return &d.Sha256 }).needed(),
}}
