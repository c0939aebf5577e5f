package charters

import (
	"strings"
	"testing"

	"cosmossdk.io/math"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// classesForSurplus are what the rules below name.
var classesForSurplus = membershiptypes.Charter{Classes: []membershiptypes.Class{{Id: 1, Name: "workers"}, {Id: 3, Name: "users"}}}

// rareSurplus makes ExplainSurplus say everything.
func rareSurplus() []membershiptypes.SurplusRules {
	bases := []membershiptypes.SurplusBasis{{Name: "heads", Unit: "members", PerHead: true}, {Name: "hours", Unit: "hours"}}
	one := membershiptypes.SurplusRules{
		Reserve: "reserve", Bases: bases, ShareNonMember: true, ShareExtraordinary: true, LossOrder: []string{"operating", "reserve"},
		DeMinimis: math.NewInt(5), Shapes: []membershiptypes.SurplusShape{1, 2, 3},
		Steps: []membershiptypes.SurplusStep{{Name: "losses", To: membershiptypes.SurplusDestination_SURPLUS_DESTINATION_LOSSES}},
	}
	for _, rounding := range surplusRoundings {
		for _, base := range surplusBases {
			one.Steps = append(one.Steps,
				membershiptypes.SurplusStep{
					To: membershiptypes.SurplusDestination_SURPLUS_DESTINATION_FUND, Fund: "vans", Base: base.value, RatePpm: 333_333, Rounding: rounding.value,
					Min: math.NewInt(2), Max: math.NewInt(7),
					Until: &membershiptypes.SurplusTarget{Of: membershiptypes.SurplusFigure(len(one.Steps) / 3 % 3), Amount: math.NewInt(1), RatePpm: 300_000},
				},
				membershiptypes.SurplusStep{
					To: membershiptypes.SurplusDestination_SURPLUS_DESTINATION_MEMBERS, Base: base.value, RatePpm: 1_000_000, Rounding: rounding.value,
					Basis: bases[len(one.Steps)/2%2].Name, MemberCap: math.NewInt(3), CashPpm: 200_000,
				},
				membershiptypes.SurplusStep{
					To: membershiptypes.SurplusDestination_SURPLUS_DESTINATION_MEMBERS, Base: base.value, RatePpm: 1, Rounding: rounding.value,
					Basis: "hours", ClassIds: []uint32{1, 3},
				})
		}
	}
	one.Steps = append(one.Steps, membershiptypes.SurplusStep{
		To: membershiptypes.SurplusDestination_SURPLUS_DESTINATION_FUND, Fund: "vans", Base: membershiptypes.SurplusBase_SURPLUS_BASE_NET, RatePpm: 50_000,
		Rounding: membershiptypes.SurplusRounding_SURPLUS_ROUNDING_UP, LeastRatePpm: 40_000, MostRatePpm: 60_000,
	})
	return []membershiptypes.SurplusRules{
		one,
		{Reserve: "reserve", Coin: "ceur", Every: 1, Late: 1, Unapproved: "an auditor approves them"},
		{Reserve: "reserve", Every: 2, PeriodSeconds: 120, AdjustingSeconds: 60},
	}
}

func TestSurplusIsReadAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := func(label string) math.Int { return math.NewIntFromUint64(rapid.Uint64().Draw(t, label)) }
		rules := membershiptypes.SurplusRules{
			Reserve: "reserve", Bases: []membershiptypes.SurplusBasis{{Name: "hours", Unit: "hours: worked", PerHead: rapid.Bool().Draw(t, "per head")}},
			ShareNonMember: rapid.Bool().Draw(t, "others"), ShareExtraordinary: rapid.Bool().Draw(t, "extraordinary"), DeMinimis: amount("least"),
			LossOrder: rapid.SampledFrom([][]string{nil, {"operating", "reserve"}}).Draw(t, "order"),
			Shapes:    rapid.SampledFrom([][]membershiptypes.SurplusShape{nil, {1}, {1, 3}}).Draw(t, "shapes"),
			Coin:      rapid.SampledFrom([]string{"", "ceur"}).Draw(t, "coin"), Unapproved: rapid.SampledFrom([]string{"", "as: the law has it"}).Draw(t, "unapproved"),
			Every: membershiptypes.SurplusPeriodLength(rapid.Int32Range(0, 2).Draw(t, "every")), Late: membershiptypes.SurplusLate(rapid.Int32Range(0, 1).Draw(t, "late")),
			PeriodSeconds: uint64(rapid.Uint32().Draw(t, "period")), AdjustingSeconds: uint64(rapid.Uint32().Draw(t, "adjusting")),
		}
		for range rapid.IntRange(1, 3).Draw(t, "steps") {
			step := membershiptypes.SurplusStep{
				Name: "true", To: membershiptypes.SurplusDestination(rapid.Int32Range(1, 8).Draw(t, "to")), Fund: rapid.SampledFrom([]string{"", "12"}).Draw(t, "fund"),
				Base: membershiptypes.SurplusBase(rapid.Int32Range(0, 4).Draw(t, "base")), RatePpm: rapid.Uint32().Draw(t, "rate"),
				Rounding: membershiptypes.SurplusRounding(rapid.Int32Range(0, 2).Draw(t, "rounding")), Min: amount("min"), Max: amount("max"),
				Basis: rapid.SampledFrom([]string{"", "hours"}).Draw(t, "basis"), ClassIds: rapid.SampledFrom([][]uint32{nil, {1, 9}}).Draw(t, "classes"),
				MemberCap: amount("cap"), CashPpm: rapid.Uint32().Draw(t, "cash"), LeastRatePpm: rapid.Uint32().Draw(t, "lowest"), MostRatePpm: rapid.Uint32().Draw(t, "highest"),
			}
			if rapid.Bool().Draw(t, "ends") {
				step.Until = &membershiptypes.SurplusTarget{
					Amount: amount("until"), Of: membershiptypes.SurplusFigure(rapid.Int32Range(0, 2).Draw(t, "of")), RatePpm: rapid.Uint32().Draw(t, "part"),
				}
			}
			rules.Steps = append(rules.Steps, step)
		}
		charter := classesForSurplus
		charter.Surplus = &rules
		written, err := Format(charter)
		require.NoError(t, err)
		read, err := sectionOf(written)
		require.NoError(t, err)
		require.True(t, rules.Equal(read), "%s", written)
	})
}

// The presets' sections are valid beside the charter that they are in, or fit in the
// place of its own.
func TestSurplusOfThePresets(t *testing.T) {
	files := map[string][2]string{"reserve45": {"worker", ""}, "statutory20cash": {"consumer", ""}, "musicians": {"creator", ""}}
	require.Len(t, SurplusPresets(), len(files))
	for _, name := range []string{"worker", "consumer", "platform", "creator"} {
		files[name] = [2]string{name, name}
	}
	for name, in := range files {
		t.Run(name, func(t *testing.T) {
			text, err := PresetFile(in[0])
			require.NoError(t, err)
			charter, err := Parse(text)
			require.NoError(t, err)
			require.NotNil(t, charter.Surplus)
			if in[1] == "" {
				text, err = SurplusPresetFile(name)
				require.NoError(t, err)
				charter.Surplus, err = sectionOf(text)
				require.NoError(t, err)
			}
			require.NoError(t, charter.Validate(membershiptypes.DefaultParams()))
			for _, language := range Languages() {
				require.NotContains(t, Explain(charter, language), "{")
			}
		})
	}
	_, err := SurplusPresetFile("worker")
	require.ErrorContains(t, err, "the presets are musicians, reserve45, statutory20cash")
}

func TestSurplusIsCheckedWhereverACharterIsRead(t *testing.T) {
	text, err := PresetFile("worker")
	require.NoError(t, err)
	for _, tc := range []struct{ name, from, to, want string }{
		{"error - a key that there isn't", "loss_order:", "losses_order:", `surplus has no key "losses_order"`},
		{"error - to nobody", "to: education", "to: schools", `"education"`},
		{"error - a rate in hundredths", "rate_ppm: 50000", "rate_ppm: 5%", "must be a whole number"},
		{"error - an unknown length", "adjusting: 30 days", "every: week", `"week"`},
		{"error - an unknown shape", "loss_order: [reserve]", "shapes: [ra-9520]", `there is no shape "ra-9520"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Contains(t, string(text), tc.from)
			_, err := Parse([]byte(strings.Replace(string(text), tc.from, tc.to, 1)))
			require.ErrorContains(t, err, tc.want)
		})
	}
	rules, err := sectionOf([]byte("name: nothing of it\n"))
	require.NoError(t, err)
	require.Nil(t, rules)
}

func TestExplainSaysWhatAMemberGets(t *testing.T) {
	text, err := PresetFile("worker")
	require.NoError(t, err)
	charter, err := Parse(text)
	require.NoError(t, err)
	said := Explain(charter, English)
	for _, sentence := range []string{
		"Losses of periods before are made good first.",
		"The fund \"reserve\" gets 30\u00a0% of the surplus without those losses, rounded up.",
		"Members of workers and candidates get 100\u00a0% of what is left, rounded down: in proportion to hours worked.",
		"Of each such share 50\u00a0% is paid in cash, rounded up; the rest stays in the member's account.",
		"A loss is borne by the funds reserve, in this order; the rest is carried forward.",
		"It is shared for each period, which is a fiscal year, by the rules that were in force when the period began.",
		"What is recorded of a member can be disputed until the period's end, and for 30 days after it; then it changes no more.",
		"Nothing is shared before the members have approved the accounts.",
		"Each member's cash is owed to it by the co-op, and paid outside the ledger.",
	} {
		require.Contains(t, said, sentence)
	}
}

// sectionOf reads the section surplus of a file that may hold nothing else.
func sectionOf(text []byte) (*membershiptypes.SurplusRules, error) {
	root, err := readDocument(text)
	if err != nil {
		return nil, err
	}
	node := below(root, "surplus")
	if node == nil {
		return nil, nil
	}
	var rules surplusRules
	if err := surplusRecord().read(node, &rules); err != nil {
		return nil, err
	}
	rules = rules.WithAmounts()
	return &rules, nil
}
