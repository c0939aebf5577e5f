package charters

import (
	"cmp"
	"fmt"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

var outsideKinds = words[membershiptypes.OutsideKind]{
	{membershiptypes.OutsideKind_OUTSIDE_KIND_BANK, "bank"},
	{membershiptypes.OutsideKind_OUTSIDE_KIND_CASH_BOX, "cash box"},
	{membershiptypes.OutsideKind_OUTSIDE_KIND_PROCESSOR, "payment processor"},
}

func outsideRecord() record[membershiptypes.OutsideAccount] {
	type outside = membershiptypes.OutsideAccount
	return record[outside]{what: "outside account", fields: []field[outside]{
		oneOf("kind", outsideKinds, func(o *outside) *membershiptypes.OutsideKind { return &o.Kind }).needed(),
		text("currency", `{"type": "string", "pattern": "^[A-Z]{3}$"}`, func(o *outside) *string { return &o.Currency }).needed().
			described("What is in it: an ISO 4217 code."),
		number("decimals", 0, func(o *outside) *uint32 { return &o.Decimals }).quiet("0"),
		text("account", `{"type": "string", "pattern": "^[0-9]{1,10}$"}`, func(o *outside) *string { return &o.Account }).needed().
			described("The asset of the book that it is. Nothing else is posted to it."),
		text("fund", lineSchema, func(o *outside) *string { return &o.Fund }).needed().
			described("What its money is for; the fund's policy holds here too."),
	}}
}

// outsideField is what the ledger doesn't hold and officers attest, by name.
func outsideField() field[treasuryRules] {
	schema := fmt.Sprintf(`{"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[a-z][a-z0-9_-]{0,31}$"}, "additionalProperties": %s}`,
		outsideRecord().schema())
	return keyed("outside", schema,
		func(t *treasuryRules) *[]membershiptypes.OutsideAccount { return &t.Outside },
		func(name string, m mapping) (membershiptypes.OutsideAccount, error) {
			outside := membershiptypes.OutsideAccount{Name: name}
			err := outsideRecord().named(name).read(m.values[name], &outside)
			return outside, err
		},
		func(o *membershiptypes.OutsideAccount) (string, *yaml.Node) {
			node := outsideRecord().write(o)
			node.Style = yaml.FlowStyle
			return o.Name, node
		},
		func(a, b membershiptypes.OutsideAccount) int { return cmp.Compare(a.Name, b.Name) },
	).described("Bank accounts, cash boxes and payment processors: the ledger holds none of it, and two officers attest what comes and goes. Names only, never the number of an account.")
}

// outside says where money is that the ledger doesn't hold.
func (s speech) outside(rules treasuryRules) (sentences []string) {
	for _, outside := range rules.Outside {
		sentences = append(sentences, s.say("treasury.outside "+outside.Kind.Word(),
			"name", outside.Name, "currency", outside.Currency, "fund", outside.Fund, "account", outside.Account))
	}
	return sentences
}
