package charters

import (
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// overheadRecord is what the co-op keeps of what a project's fund takes in.
var overheadRecord = record[membershiptypes.FundOverhead]{what: "an overhead", fields: []field[membershiptypes.FundOverhead]{
	text("fund", lineSchema, func(o *membershiptypes.FundOverhead) *string { return &o.Fund }).needed().
		described("Restricted to a project, and without outside accounts."),
	number("basis_points", 1, func(o *membershiptypes.FundOverhead) *uint32 { return &o.BasisPoints }).needed().
		described("Of each receipt that is classified to the fund, rounded down: 700 are 7 %."),
	text("account", `{"type": "string", "pattern": "^[0-9]{1,10}$"}`, func(o *membershiptypes.FundOverhead) *string { return &o.Account }).needed().
		described("Of income of the operating fund, to which it goes."),
}}

// overheads says what the co-op keeps for hosting its projects.
func (s speech) overheads(rules treasuryRules) (sentences []string) {
	for _, overhead := range rules.Overheads {
		sentences = append(sentences, s.say("treasury.overhead", "fund", overhead.Fund, "share", s.percent(overhead.BasisPoints), "account", overhead.Account))
	}
	return sentences
}
