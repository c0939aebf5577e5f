package charters

import (
	"bytes"
	"strings"
	"testing"

	"cosmossdk.io/math"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("charter.schema.json", document))
	compiled, err := compiler.Compile("charter.schema.json")
	require.NoError(t, err)
	return compiled
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	var document any
	require.NoError(t, yaml.Unmarshal([]byte(text), &document))
	return document
}

func TestPresetsAreValidCharters(t *testing.T) {
	require.Equal(t, []string{"consumer", "creator", "data", "federation", "freelancer", "opensource", "platform", "umbrella", "worker"}, Presets())
	compiled := compiledSchema(t)
	for _, name := range Presets() {
		t.Run(name, func(t *testing.T) {
			charter, err := Preset(name)
			require.NoError(t, err)
			require.NoError(t, charter.Validate(membershiptypes.DefaultParams()))

			text, err := PresetFile(name)
			require.NoError(t, err)
			require.NoError(t, compiled.Validate(decoded(t, string(text))))

			written, err := Format(charter)
			require.NoError(t, err)
			require.NoError(t, compiled.Validate(decoded(t, string(written))))
			again, err := Parse(written)
			require.NoError(t, err)
			require.True(t, charter.Equal(again), "written:\n%s", written)
		})
	}
	_, err := Preset("company")
	require.ErrorContains(t, err, `there is no preset "company"; the presets are consumer, creator`)
}

func TestFederationPresetFollowsThePublishedRules(t *testing.T) {
	charter, err := Preset("federation")
	require.NoError(t, err)
	require.NoError(t, charter.ValidateForRoot())

	const twoWeeks = 14 * 24 * 60 * 60
	medium, err := charter.Rule("medium")
	require.NoError(t, err)
	require.True(t, medium.Consent)
	require.EqualValues(t, twoWeeks, medium.VotingPeriodSeconds)
	require.True(t, medium.Approval.Met(1, 1), "one in favour and none against passes")
	require.False(t, medium.Approval.Met(8, 9), "one block of nine defeats it")
	require.True(t, medium.Quorum.Met(1, 9), "it asks for no quorum")

	large, err := charter.Rule("large")
	require.NoError(t, err)
	require.True(t, large.Consent)
	require.EqualValues(t, twoWeeks, large.VotingPeriodSeconds)
	require.False(t, large.Approval.Met(4, 9), "4 of 9 is not more than half of all members")
	require.True(t, large.Approval.Met(5, 9), "5 of 9 is")
	require.False(t, large.Approval.Met(4, 8), "half is not more than half")
	require.True(t, large.MeetsSpecialFloor())

	for _, subject := range []string{"admission", "charter", "chain", "seats"} {
		rule, err := charter.RuleFor(subject)
		require.NoError(t, err)
		require.Equal(t, "large", rule.Name, subject)
	}
}

func TestWorkerPresetMeetsTheFloorAndVotesInTime(t *testing.T) {
	charter, err := Preset("worker")
	require.NoError(t, err)
	for rule, special := range map[string]bool{"ordinary": false, "special": true, "consent": true} {
		found, err := charter.Rule(rule)
		require.NoError(t, err)
		require.Equal(t, special, found.MeetsSpecialFloor(), rule)
	}
	require.NoError(t, charter.CanBeChangedBy(rollOf(charter, 1)))

	federation, err := Preset("federation")
	require.NoError(t, err)
	seconds, err := charter.FederationVoteSeconds()
	require.NoError(t, err)
	require.NoError(t, federation.LeavesTimeToVote(seconds, membershiptypes.DefaultParams().FederationVoteMarginSeconds))
}

const smallCharter = `charter: 1
name: Bakers
classes:
  - {id: 1, name: bakers, votes: true, admits: people}
rules:
  ordinary:
    approval: more than 1/2 of votes cast
    quorum: none
    voting_period: 3 days
default_rule: ordinary
admission: by officers
max_open_resolutions_per_member: 3
`

// treasuryBefore is a treasury with a fund of a policy and a floor of an
// amount, to be put before the key "admission".
func treasuryBefore(policy, amount string) string {
	return "treasury:\n  currency: EUR\n  decimals: 2\n  funds:\n    operating: " + policy +
		"\n  accounts:\n    1000: {name: coins, kind: asset, role: purses}\n  floors:\n    - {fund: operating, denom: ueur, amount: " + amount + "}\nadmission:"
}

// duesBefore is a treasury with dues from a day on.
func duesBefore(firstDay string) string {
	return "treasury:\n  currency: EUR\n  decimals: 2\n  funds:\n    operating: free\n  accounts:\n    1000: {name: coins, kind: asset, role: purses}\n  dues:\n    first_day: " +
		firstDay + "\nadmission:"
}

func TestParseRefusesWithLineAndKey(t *testing.T) {
	_, err := Parse([]byte(smallCharter))
	require.NoError(t, err)

	compiled := compiledSchema(t)
	cases := []struct {
		name, from, to, want string
		schemaCannotSee      bool
	}{
		{name: "error - unknown key at the top", from: "admission:", to: "admision:", want: `line 11: the charter has no key "admision"`},
		{name: "error - unknown key in a rule", from: "    quorum: none", to: "    quorum: none\n    weight: 2", want: `line 9: rule ordinary has no key "weight"; its keys are approval, quorum`},
		{name: "error - unknown key in a class", from: "admits: people", to: "admits: people, weight: 2", want: `line 4: a class has no key "weight"`},
		{name: "error - key twice", from: "name: Bakers", to: "name: Bakers\nname: Millers", want: `line 3: the charter has the key "name" twice`, schemaCannotSee: true},
		{name: "error - missing key", from: "default_rule: ordinary\n", to: "", want: `the charter needs the key "default_rule"`},
		{name: "error - missing key of a rule", from: "    voting_period: 3 days\n", to: "", want: `line 7: rule ordinary needs the key "voting_period"`},
		{name: "error - other version", from: "charter: 1", to: "charter: 2", want: "line 1: charter files of version 2 are not read"},
		{name: "error - period without unit", from: "3 days", to: "3", want: "line 9: rule ordinary: voting_period must be a text"},
		{name: "error - period in unknown units", from: "3 days", to: "3 fortnights", want: `line 9: rule ordinary: voting_period: "3 fortnights" is not a length of time`},
		{name: "error - share in unknown words", from: "more than 1/2 of votes cast", to: "most of votes cast", want: `line 7: rule ordinary: approval: "most of votes cast" is not a share`},
		{name: "error - share of an unknown base", from: "1/2 of votes cast", to: "1/2 of the shares", want: `can be of votes cast, those present or the roll`},
		{name: "error - share above the whole", from: "1/2 of votes cast", to: "3/2 of votes cast", want: "is more than the whole", schemaCannotSee: true},
		{name: "error - share of a zeroth", from: "1/2 of votes cast", to: "0/0 of votes cast", want: "is more than the whole", schemaCannotSee: true},
		{name: "error - more than all", from: "more than 1/2 of votes cast", to: "more than all of votes cast", want: "asks for more than all", schemaCannotSee: true},
		{name: "error - no approval", from: "more than 1/2 of votes cast", to: "none", want: `line 7: rule ordinary: approval: "none" is not a share`},
		{name: "error - truth in other words", from: "votes: true", to: "votes: maybe", want: "line 4: a class: votes must be true or false"},
		{name: "error - unknown kind of member", from: "people", to: "shareholders", want: `line 4: a class: admits must be "people" or "co-ops", not "shareholders"`},
		{name: "error - unknown admission", from: "by officers", to: "by lot", want: `line 11: the charter: admission must be "by resolution" or "by officers", not "by lot"`},
		{name: "error - negative number", from: "member: 3", to: "member: -3", want: "line 12: the charter: max_open_resolutions_per_member must be a whole number from 0"},
		{name: "error - number as text", from: "member: 3", to: "member: three", want: "line 12: the charter: max_open_resolutions_per_member must be a whole number"},
		{name: "error - classes not a list", from: "  - {id: 1, name: bakers, votes: true, admits: people}", to: "  bakers: {}", want: "classes must be a list"},
		{name: "error - bylaws without a hash", from: "admission:", to: "bylaws: {uri: \"https://bakers.example\", sha256: beef}\nadmission:", want: "sha256 must be 64 hexadecimal digits"},
		{name: "error - fund with another policy", from: "admission:", to: treasuryBefore("locked", "1"), want: `line 15: funds: operating must be free, indivisible, or "restricted to" a purpose, not "locked"`},
		{name: "error - fund restricted to nothing", from: "admission:", to: treasuryBefore("'restricted to '", "1"), want: `"restricted to" a purpose, not "restricted to "`},
		{name: "error - floor below zero", from: "admission:", to: treasuryBefore("free", "-1"), want: "line 19: a floor: amount must be a whole number of 1 to 73 digits"},
		{name: "error - floor that some read as eight", from: "admission:", to: treasuryBefore("free", "010"), want: "line 19: a floor: amount must be a whole number of 1 to 73 digits", schemaCannotSee: true},
		{name: "error - floor with decimals", from: "admission:", to: treasuryBefore("free", "1500.00"), want: "line 19: a floor: amount must be a whole number of 1 to 73 digits"},
		{name: "error - dues from no day", from: "admission:", to: duesBefore("2027-1-1"), want: "dues: first_day must be a day like 2027-01-31"},
		{name: "error - dues from a list", from: "admission:", to: duesBefore("[1]"), want: "dues: first_day must be a day like 2027-01-31"},
		{name: "error - floor as a list", from: "admission:", to: treasuryBefore("free", "[1]"), want: "line 19: a floor: amount must be a whole number of 1 to 73 digits"},
		{name: "error - alias", from: "name: Bakers", to: "name: &a Bakers\ndescription: *a", want: "aliases and merged keys are not read", schemaCannotSee: true},
		{name: "error - two documents", from: "charter: 1", to: "charter: 1\n---\ncharter: 1", want: "more than one document", schemaCannotSee: true},
		{name: "error - not YAML", from: "charter: 1", to: "charter: [1", want: "the file is not YAML", schemaCannotSee: true},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			require.Contains(t, smallCharter, tc.from)
			text := strings.Replace(smallCharter, tc.from, tc.to, 1)
			_, err := Parse([]byte(text))
			require.ErrorContains(t, err, tc.want)
			if !tc.schemaCannotSee {
				require.Error(t, compiled.Validate(decoded(t, text)), "the schema must refuse what Parse refuses")
			}
		})
	}
	_, err = Parse(nil)
	require.ErrorContains(t, err, "empty")
	_, err = Parse(bytes.Repeat([]byte("#"), MaxFileBytes+1))
	require.ErrorContains(t, err, "at most 65536")
}

func TestDurationsInWords(t *testing.T) {
	for text, seconds := range map[string]uint64{
		"none": 0, "30 seconds": 30, "1 minute": 60, "36 hours": 129_600, "14 days": 1_209_600,
		"2 weeks": 1_209_600, "1 day 12 hours": 129_600, "999999999 weeks": 999_999_999 * 604_800,
	} {
		read, err := ParseDuration(text)
		require.NoError(t, err, text)
		require.Equal(t, seconds, read, text)
	}
	for _, text := range []string{"", "14", "14 d", "-1 days", "1.5 days", "0 seconds", "1 day 12", "9999999999 days", "1 month", "days"} {
		_, err := ParseDuration(text)
		require.Error(t, err, text)
	}
}

func drawCharter(t *rapid.T) membershiptypes.Charter {
	period := rapid.Uint64Range(0, 366*24*60*60)
	share := func(label string, quorum bool) membershiptypes.Threshold {
		denominator := rapid.Uint32Range(1, maxThresholdNumber).Draw(t, label+" denominator")
		threshold := membershiptypes.Threshold{
			Numerator:   rapid.Uint32Range(0, denominator).Draw(t, label+" numerator"),
			Denominator: denominator,
			Base:        membershiptypes.Base(rapid.Int32Range(1, 3).Draw(t, label+" base")),
		}
		threshold.MoreThan = threshold.Numerator < denominator && rapid.Bool().Draw(t, label+" more than")
		if quorum {
			threshold.Base = membershiptypes.Base_BASE_ROLL
		}
		return threshold
	}
	charter := membershiptypes.Charter{
		Name:        rapid.StringMatching(`[ -z~é✓]{1,20}`).Draw(t, "name"),
		Description: rapid.StringMatching(`[ -z~é✓]{0,20}`).Draw(t, "description"),
		Classes:     []membershiptypes.Class{{Id: 1, Name: rapid.StringMatching(`[a-z0-9]{1,9}`).Draw(t, "class"), Votes: true, Admits: membershiptypes.MemberKind_MEMBER_KIND_COOP}},
		Requirements: []membershiptypes.Requirement{{
			Subject: "payments", Rule: rapid.StringMatching(`[a-z0-9]{1,9}`).Draw(t, "required"),
			MembersRule: rapid.SampledFrom([]string{"", "special"}).Draw(t, "members' rule"),
		}},
		DefaultRule:                 "true",
		Admission:                   membershiptypes.AdmissionPolicy(rapid.Int32Range(1, 2).Draw(t, "admission")),
		MaxOpenResolutionsPerMember: rapid.Uint32().Draw(t, "open"),
	}
	if rapid.Bool().Draw(t, "amendments") {
		charter.Amendments = []membershiptypes.Amendment{{Part: "admission", Rule: "true"}, {Part: "identity", Rule: "12"}}
	}
	if rapid.Bool().Draw(t, "bylaws") {
		charter.Bylaws = &membershiptypes.Document{Uri: "https://bakers.example/#1", Sha256: rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "hash")}
	}
	if rapid.Bool().Draw(t, "terms") {
		charter.Terms = &membershiptypes.MembershipTerms{
			LeavingNoticeSeconds: period.Draw(t, "leaving"), RejoinAfterLeavingSeconds: period.Draw(t, "rejoin"),
			RejoinAfterExpulsionSeconds: period.Draw(t, "rejoin expelled"), LapseNoticeSeconds: period.Draw(t, "lapse"),
			DeathDelaySeconds: period.Draw(t, "death"),
		}
		if rapid.Bool().Draw(t, "grounds") {
			charter.Terms.LapseGrounds = []string{"dues", "no", "0"}
		}
	}
	class := &charter.Classes[0]
	class.Admission = membershiptypes.AdmissionPolicy(rapid.Int32Range(0, 4).Draw(t, "class admission"))
	class.ObjectionWindowSeconds, class.TrialPeriodSeconds = period.Draw(t, "window"), period.Draw(t, "trial")
	class.Objections, class.Sponsors = rapid.Uint32().Draw(t, "objections"), rapid.Uint32().Draw(t, "sponsors")
	class.MaxMembers, class.MaxAdmissionsPerDay = rapid.Uint64().Draw(t, "members"), rapid.Uint32().Draw(t, "a day")
	class.NextClassId, class.TrialLapses = rapid.Uint32().Draw(t, "next"), rapid.Bool().Draw(t, "lapses")
	if rapid.Bool().Draw(t, "discipline") {
		charter.Discipline = &membershiptypes.Discipline{
			Grounds:         []string{"arrears", rapid.StringMatching(`b[a-z0-9]{1,9}`).Draw(t, "ground")},
			ChargingMembers: rapid.Uint32().Draw(t, "charging"), JoiningPeriodSeconds: period.Draw(t, "joining"),
			MediationPeriodSeconds: period.Draw(t, "mediation"), NoticePeriodSeconds: period.Draw(t, "notice"),
			ReplyPeriodSeconds: period.Draw(t, "reply"), DecisionPeriodSeconds: period.Draw(t, "decision"),
			AppealPeriodSeconds: period.Draw(t, "appeal"), AppealDecisionPeriodSeconds: period.Draw(t, "appealed"),
			MaxSuspensionSeconds: period.Draw(t, "suspension"), SuspendsMeanwhile: rapid.Bool().Draw(t, "meanwhile"),
			PartiesAbstain: rapid.Bool().Draw(t, "abstain"), WarningsBeforeExpulsion: rapid.Uint32().Draw(t, "warnings"),
		}
	}
	for _, name := range []string{"12", "consent", "true"} {
		charter.Rules = append(charter.Rules, membershiptypes.DecisionRule{
			Name: name, Approval: share(name, false), Quorum: share(name+" quorum", true),
			OrMajorityOfRoll: rapid.Bool().Draw(t, name+" majority"), Consent: rapid.Bool().Draw(t, name+" consent"),
			FinalBallots: rapid.Bool().Draw(t, name+" final"), Seconders: rapid.Uint32().Draw(t, name+" seconders"),
			SecondingPeriodSeconds: period.Draw(t, name+" seconding"), DiscussionPeriodSeconds: period.Draw(t, name+" discussion"),
			VotingPeriodSeconds: period.Draw(t, name+" voting"), TimelockPeriodSeconds: period.Draw(t, name+" timelock"),
			Electorate:     rapid.SampledFrom([]string{"", "board"}).Draw(t, name+" electorate"),
			RecordAtNotice: rapid.Bool().Draw(t, name+" record"), Emergency: rapid.Bool().Draw(t, name+" emergency"),
			LateQuorumWindowSeconds: period.Draw(t, name+" window"), LateQuorumExtensionSeconds: period.Draw(t, name+" extension"),
		})
		if rapid.Bool().Draw(t, name+" has a chamber") {
			rule := &charter.Rules[len(charter.Rules)-1]
			rule.Chambers = []*membershiptypes.Chamber{{
				ClassIds: []uint32{1}, Approval: share(name+" chamber", false), Quorum: share(name+" chamber's quorum", true),
			}}
		}
	}
	if rapid.Bool().Draw(t, "recovers") {
		charter.Recovery = &membershiptypes.RecoveryPolicy{
			GuardiansDelaySeconds:  period.Draw(t, "guardians"),
			ResolutionDelaySeconds: period.Draw(t, "resolution"),
			InPersonDelaySeconds:   period.Draw(t, "in person"),
			RemovalDelaySeconds:    period.Draw(t, "removal"),
			FreezeSeconds:          period.Draw(t, "freeze"),
			MaxOpenRecoveries:      rapid.Uint32Range(0, 100).Draw(t, "recoveries"),
		}
	}
	if rapid.Bool().Draw(t, "treasury") {
		charter.Treasury = drawTreasury(t)
	}
	return charter
}

func drawTreasury(t *rapid.T) *membershiptypes.TreasuryRules {
	whole := func(label string) math.Int {
		drawn, ok := math.NewIntFromString(rapid.StringMatching(`(0|[1-9][0-9]{0,71})`).Draw(t, label))
		require.True(t, ok)
		return drawn
	}
	rules := &membershiptypes.TreasuryRules{
		Currency: rapid.StringMatching(`[A-Z]{3}`).Draw(t, "currency"), Decimals: rapid.Uint32Range(0, 4).Draw(t, "decimals"),
		Funds: []membershiptypes.Fund{
			{Name: "education", Policy: membershiptypes.FundPolicy_FUND_POLICY_RESTRICTED, Purpose: rapid.StringMatching(`[ -z~é✓]{1,20}`).Draw(t, "purpose")},
			{Name: "operating", Policy: membershiptypes.FundPolicy(rapid.SampledFrom([]int32{1, 3}).Draw(t, "policy"))},
		},
	}
	for _, code := range []string{"1000", "1e3", "9"} {
		rules.Accounts = append(rules.Accounts, membershiptypes.LedgerAccount{
			Code: code, Name: rapid.StringMatching(`[ -z~é✓]{1,20}`).Draw(t, "account"),
			Kind:     membershiptypes.AccountKind(rapid.Int32Range(1, 5).Draw(t, "kind")),
			Role:     membershiptypes.AccountRole(rapid.SampledFrom([]int32{0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11}).Draw(t, "role")),
			ByMember: rapid.Bool().Draw(t, "by member"),
			Source:   membershiptypes.AccountSource(rapid.Int32Range(0, 2).Draw(t, "source")),
		})
	}
	if rapid.Bool().Draw(t, "outside") {
		rules.Outside = []membershiptypes.OutsideAccount{{
			Name: "bank", Kind: membershiptypes.OutsideKind(rapid.Int32Range(1, 3).Draw(t, "outside kind")),
			Currency: rapid.StringMatching(`[A-Z]{3}`).Draw(t, "outside currency"), Decimals: rapid.Uint32Range(0, 4).Draw(t, "outside decimals"),
			Account: rapid.SampledFrom([]string{"1000", "1e3", "9"}).Draw(t, "outside account"), Fund: "operating",
		}}
	}
	if rapid.Bool().Draw(t, "guards") {
		rules.Coins = []membershiptypes.CoinValue{{Denom: "ueur", BaseUnits: rapid.Uint64().Draw(t, "base"), CurrencyUnits: rapid.Uint64().Draw(t, "minor")}}
		rules.Floors = []membershiptypes.FundFloor{{Fund: "operating", Denom: "ueur", Amount: whole("floor"), Spending: rapid.Bool().Draw(t, "spending")}}
		rules.Delays = []membershiptypes.PaymentDelay{{
			Fund: "operating", Denom: "ueur", Above: whole("above"),
			DelaySeconds: rapid.Uint64Range(0, 366*24*60*60).Draw(t, "delay"), Vetoes: rapid.Uint32().Draw(t, "vetoes"),
		}}
	}
	if rapid.Bool().Draw(t, "overhead") {
		rules.Overheads = []membershiptypes.FundOverhead{{Fund: "education", BasisPoints: rapid.Uint32Min(1).Draw(t, "overhead"), Account: "9"}}
	}
	if rapid.Bool().Draw(t, "shares") {
		rules.SpendingShares = []membershiptypes.SpendingShare{{
			Fund: "operating", Denom: "ueur", Window: membershiptypes.SpendingWindow(rapid.Int32Range(1, 3).Draw(t, "window")), BasisPoints: rapid.Uint32Min(1).Draw(t, "share"),
		}}
		rules.Liquidity = &membershiptypes.LiquidityTest{
			Assets: []string{"1000", "1e3"}, Liabilities: []string{"9"}, BasisPoints: rapid.Uint32Min(1).Draw(t, "cover"),
		}
	}
	if rapid.Bool().Draw(t, "passbook") {
		rules.Passbook = &membershiptypes.PassbookRules{
			PayoutAddressDelaySeconds: rapid.Uint64Range(0, 366*24*60*60).Draw(t, "address delay"),
			WithdrawDelaySeconds:      rapid.Uint64Range(0, 366*24*60*60).Draw(t, "withdraw delay"),
			WithdrawDailyLimits:       []membershiptypes.WithdrawLimit{{Denom: "ueur", Amount: whole("limit")}},
		}
	}
	if rapid.Bool().Draw(t, "dues") {
		rules.Dues = &membershiptypes.DuesRules{
			FirstDay: rapid.Uint32Range(0, 99_999_999).Draw(t, "first day"), LapseGround: rapid.StringMatching(`[a-z]{0,9}`).Draw(t, "ground"),
			LapseAfterPeriods: rapid.Uint32().Draw(t, "periods"),
			Classes: []membershiptypes.ClassDues{{
				ClassId: rapid.Uint32Range(1, 9).Draw(t, "class"), Period: membershiptypes.DuesPeriod(rapid.Int32Range(1, 3).Draw(t, "period")),
				Denom: "ueur", Amount: whole("dues"),
			}},
		}
	}
	if rapid.Bool().Draw(t, "instruments") {
		rules.Instruments = []membershiptypes.Instrument{{
			Name: "share", Kind: membershiptypes.InstrumentKind(rapid.Int32Range(1, 3).Draw(t, "instrument kind")), Account: "9", Fund: "operating", Denom: "ueur",
			Nominal: whole("nominal"), CapitalFloor: whole("capital floor"), ClassIds: rapid.SampledFrom([][]uint32{nil, {1}, {1, 9}}).Draw(t, "classes"),
			MemberIds: rapid.SampledFrom([][]uint64{nil, {7}, {7, 1 << 40}}).Draw(t, "members"), Required: rapid.Uint64().Draw(t, "required"),
			RequiredWithinDays: rapid.Uint32().Draw(t, "within"), RequiredFrom: rapid.SampledFrom([]uint32{0, 20270101}).Draw(t, "from"),
			Most: rapid.Uint64().Draw(t, "most"), IssueLimit: rapid.Uint64().Draw(t, "limit"), Instalments: rapid.Uint32().Draw(t, "instalments"),
			InstalmentDays: rapid.Uint32().Draw(t, "instalment days"), Transfer: membershiptypes.TransferRule(rapid.Int32Range(0, 2).Draw(t, "transfer")),
			Redemption: membershiptypes.RedemptionRule(rapid.Int32Range(0, 2).Draw(t, "redemption")), NoticeDays: rapid.Uint32().Draw(t, "notice"),
			Refusable: rapid.Bool().Draw(t, "refusable"), InterestBasisPoints: rapid.Uint32().Draw(t, "interest"),
			InterestAccount: rapid.SampledFrom([]string{"", "9"}).Draw(t, "interest account"), TermDays: rapid.Uint32().Draw(t, "term"),
			Repayments: rapid.Uint32().Draw(t, "repayments"), RepaidTo: rapid.SampledFrom([]string{"", "9"}).Draw(t, "repaid to"),
		}}
		rules.Arrears = &membershiptypes.ArrearsRules{
			LapseGround: rapid.StringMatching(`[a-z]{0,9}`).Draw(t, "arrears ground"), LapseAfterDays: rapid.Uint32().Draw(t, "lapse days"),
			SetOffNoticeDays: rapid.Uint32().Draw(t, "set-off days"),
		}
	}
	if rapid.Bool().Draw(t, "periods") {
		rules.Fiscal = &membershiptypes.FiscalCalendar{
			StartMonth: rapid.Uint32Range(1, 12).Draw(t, "month"), StartDay: rapid.Uint32Range(1, 28).Draw(t, "day"),
			Pattern:      membershiptypes.FiscalPattern(rapid.Int32Range(1, 5).Draw(t, "pattern")),
			WeekStartsOn: rapid.Uint32Range(0, 7).Draw(t, "weeks"), Nearest: rapid.Bool().Draw(t, "nearest"),
			FirstDay: rapid.SampledFrom([]uint32{19700101, 20270501, 20280229, 99991231}).Draw(t, "first"), LongFirst: rapid.Bool().Draw(t, "long"),
		}
	}
	return rules
}

func TestFormatAndParseAreInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		charter := drawCharter(t)
		written, err := Format(charter)
		require.NoError(t, err)
		read, err := Parse(written)
		require.NoError(t, err, "%s", written)
		require.True(t, charter.Equal(read), "%s", written)
	})
}

func TestExplainSaysTheRules(t *testing.T) {
	charter, err := Preset("federation")
	require.NoError(t, err)
	text := Explain(charter, English)
	for _, sentence := range []string{
		"Every member has one vote.",
		`Members of the class "co-ops" are co-ops.`,
		"It passes when more than half of all members on the roll are in favour.",
		"It passes when all of the ballots for and against are in favour.",
		`One single ballot "block" defeats it`,
		"Voting is open for 14 days.",
		"who becomes a member: large",
		"Everything else: medium",
	} {
		require.Contains(t, text, sentence)
	}
	charter, err = Preset("worker")
	require.NoError(t, err)
	text = Explain(charter, English)
	for _, sentence := range []string{
		"It passes when at least two thirds of the ballots for and against are in favour and at least half of all members on the roll have voted in any way.",
		"It passes too when more than half of all members on the roll are in favour",
		"Once passed it waits for 1 day before it is carried out.",
	} {
		require.Contains(t, text, sentence)
	}
}

func TestSchemaKnowsEverySubject(t *testing.T) {
	var document struct {
		Properties struct {
			Requirements struct {
				PropertyNames struct {
					Enum []string `yaml:"enum"`
				} `yaml:"propertyNames"`
			} `yaml:"requirements"`
		} `yaml:"properties"`
	}
	require.NoError(t, yaml.Unmarshal(Schema(), &document))
	var subjects []string
	for _, subject := range membershiptypes.Subjects() {
		subjects = append(subjects, subject.Name)
	}
	require.Equal(t, subjects, document.Properties.Requirements.PropertyNames.Enum)
}

func TestMoneyByLanguage(t *testing.T) {
	euros := membershiptypes.TreasuryRules{
		Currency: "EUR", Decimals: 2, Coins: []membershiptypes.CoinValue{{Denom: "ueur", BaseUnits: 1_000_000, CurrencyUnits: 100}},
	}
	for _, tc := range []struct {
		amount int64
		denom  string
		want   map[Language]string
	}{
		{1_500_000_000, "ueur", map[Language]string{
			English: "1,500.00\u00a0EUR (1500000000ueur)", Spanish: "1500,00\u00a0EUR (1500000000ueur)", French: "1\u202f500,00\u00a0EUR (1500000000ueur)",
		}},
		{10_000, "ueur", map[Language]string{English: "0.01\u00a0EUR (10000ueur)", Spanish: "0,01\u00a0EUR (10000ueur)", French: "0,01\u00a0EUR (10000ueur)"}},
		{9_999, "ueur", map[Language]string{English: "9999ueur", Spanish: "9999ueur", French: "9999ueur"}},
		{10_000, "credit", map[Language]string{English: "10000credit", Spanish: "10000credit", French: "10000credit"}},
	} {
		for language, want := range tc.want {
			require.Equal(t, want, speechIn(language).coins(euros, math.NewInt(tc.amount), tc.denom))
		}
	}
	yen := membershiptypes.TreasuryRules{Currency: "JPY"}
	require.Equal(t, "12,000\u00a0JPY", speechIn(English).money(yen, "12000"))
}
