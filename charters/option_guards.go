package charters

import (
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

var spendingWindows = words[membershiptypes.SpendingWindow]{
	{membershiptypes.SpendingWindow_SPENDING_WINDOW_MONTH, "month"},
	{membershiptypes.SpendingWindow_SPENDING_WINDOW_QUARTER, "quarter"},
	{membershiptypes.SpendingWindow_SPENDING_WINDOW_YEAR, "year"},
}

// spendingShareRecord is how much of a fund budgets may spend in each window.
var spendingShareRecord = record[membershiptypes.SpendingShare]{what: "a spending share", fields: []field[membershiptypes.SpendingShare]{
	text("fund", lineSchema, func(s *membershiptypes.SpendingShare) *string { return &s.Fund }).needed(),
	text("denom", lineSchema, func(s *membershiptypes.SpendingShare) *string { return &s.Denom }).needed().
		described("Of coins, or the currency of outside accounts."),
	oneOf("window", spendingWindows, func(s *membershiptypes.SpendingShare) *membershiptypes.SpendingWindow { return &s.Window }).needed().
		described("Of the calendar, on the co-op's clocks."),
	number("basis_points", 1, func(s *membershiptypes.SpendingShare) *uint32 { return &s.BasisPoints }).needed().
		described("Of what the fund held when the window began: 2000 are 20 %."),
}}

// liquidityRecord is what has to stay in hand for what is due.
var liquidityRecord = record[membershiptypes.LiquidityTest]{what: "liquidity", fields: []field[membershiptypes.LiquidityTest]{
	texts("assets", func(l *membershiptypes.LiquidityTest) *[]string { return &l.Assets }).needed().
		described("Accounts of coins and of outside accounts, by code; their money in free funds counts."),
	texts("liabilities", func(l *membershiptypes.LiquidityTest) *[]string { return &l.Liabilities }).needed().
		described("Accounts of what is due, by code."),
	number("basis_points", 1, func(l *membershiptypes.LiquidityTest) *uint32 { return &l.BasisPoints }).needed().
		described("Of what is due that the assets cover after each payment: 10000 are all of it."),
}}

// guards says what of a fund budgets may spend, and what has to stay in hand.
func (s speech) guards(rules treasuryRules) (sentences []string) {
	for _, share := range rules.SpendingShares {
		sentences = append(sentences, s.say("treasury.spending share "+share.Window.Word(),
			"fund", share.Fund, "denom", share.Denom, "share", s.percent(share.BasisPoints)))
	}
	if test := rules.Liquidity; test != nil {
		sentences = append(sentences, s.say("treasury.liquidity",
			"assets", s.list("and", test.Assets), "liabilities", s.list("and", test.Liabilities), "share", s.percent(test.BasisPoints)))
	}
	return sentences
}

// percent says basis points: 1250 as 12.5 %.
func (s speech) percent(points uint32) string { return s.millionths(uint64(points) * 100) }
