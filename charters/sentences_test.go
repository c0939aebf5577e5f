package charters

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cosmossdk.io/math"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

var place = regexp.MustCompile(`\{[^}]*\}`)

// spelling is what a sentence of a language must not hold.
var spelling = map[Language]*regexp.Regexp{
	English: regexp.MustCompile(`[«»]|\d,\d{1,2}\b`),
	Spanish: regexp.MustCompile(`"|« | »|\x{00a0}`),
	French:  regexp.MustCompile(`"|« | »| [:;!?]|«[^\x{00a0}]|[^\x{00a0}]»`),
}

func TestCatalogueIsWholeInEveryLanguage(t *testing.T) {
	for name, sentence := range catalogue {
		wanted := place.FindAllString(sentence.En, -1)
		slices.Sort(wanted)
		for _, language := range Languages() {
			text := sentence.In(language)
			require.NotEmpty(t, strings.TrimSpace(text), "%s is missing in %s", name, language)
			places := place.FindAllString(text, -1)
			slices.Sort(places)
			require.Equal(t, wanted, places, "%s has other places in %s than in English", name, language)
			require.Equal(t, strings.HasSuffix(sentence.En, "."), strings.HasSuffix(text, "."), "%s in %s: full stop", name, language)
			require.False(t, spelling[language].MatchString(text), "%s in %s: marks of another language in %q", name, language, text)
		}
		if one, found := strings.CutSuffix(name, ".one"); found {
			require.NotZero(t, catalogue[one+".many"], "%s needs both forms", one)
		}
	}
}

func TestSubjectsAreInTheLedgersOwnWords(t *testing.T) {
	count := 0
	for _, subject := range membershiptypes.Subjects() {
		require.Equal(t, subject.Words, catalogue["subject."+subject.Name].En, subject.Name)
		count++
	}
	for name := range catalogue {
		if strings.HasPrefix(name, "subject.") {
			count--
		}
	}
	require.Zero(t, count, "the catalogue has subjects that the ledger doesn't")
}

func TestPartsHaveWords(t *testing.T) {
	for _, part := range membershiptypes.Parts() {
		require.NotZero(t, catalogue["part."+part.Name], part.Name)
	}
}

// rareCharters make Explain say what presets and random charters seldom do.
func rareCharters() []membershiptypes.Charter {
	share := func(numerator, denominator uint32, moreThan bool, base membershiptypes.Base) membershiptypes.Threshold {
		return membershiptypes.Threshold{Numerator: numerator, Denominator: denominator, MoreThan: moreThan, Base: base}
	}
	var rare []membershiptypes.Charter
	for _, base := range []membershiptypes.Base{
		membershiptypes.Base_BASE_VOTES_CAST, membershiptypes.Base_BASE_PRESENT, membershiptypes.Base_BASE_ROLL,
	} {
		for _, fraction := range [][2]uint32{{1, 2}, {1, 3}, {2, 3}, {1, 4}, {3, 4}, {5, 9}, {1, 1}} {
			for _, more := range []bool{true, false} {
				rule := membershiptypes.DecisionRule{
					Name:     "rare",
					Approval: share(fraction[0], fraction[1], more, base),
					Quorum:   share(fraction[0], fraction[1], more, membershiptypes.Base_BASE_ROLL),
				}
				rare = append(rare, membershiptypes.Charter{Rules: []membershiptypes.DecisionRule{rule}})
			}
		}
	}
	half := share(1, 2, true, membershiptypes.Base_BASE_ROLL)
	all := membershiptypes.Charter{
		Description: "Bakers", Bylaws: &membershiptypes.Document{Uri: "https://bakers.example", Sha256: make([]byte, 32)},
		Classes: []membershiptypes.Class{
			{Id: 1, Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON},
			{Id: 2, Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON, Votes: true},
			{Id: 3, Admits: membershiptypes.MemberKind_MEMBER_KIND_COOP},
			{Id: 4, Admits: membershiptypes.MemberKind_MEMBER_KIND_COOP, Votes: true},
		},
		Rules: []membershiptypes.DecisionRule{
			{
				Name: "slow", Approval: half, Seconders: 1, SecondingPeriodSeconds: 86_400 + 3_600 + 60 + 1, DiscussionPeriodSeconds: 2*86_400 + 7_200 + 120 + 2,
				TimelockPeriodSeconds: 60, FinalBallots: true, Consent: true, OrMajorityOfRoll: true,
			},
			{Name: "quick", Approval: half, Seconders: 2},
		},
		Admission: membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OFFICER, MaxOpenResolutionsPerMember: 1,
	}
	all.Rules = append(all.Rules, rareRules(half)...)
	for _, subject := range membershiptypes.Subjects() {
		all.Requirements = append(all.Requirements, membershiptypes.Requirement{Subject: subject.Name, Rule: "slow"})
	}
	for _, part := range membershiptypes.Parts() {
		all.Amendments = append(all.Amendments, membershiptypes.Amendment{Part: part.Name, Rule: []string{"slow", "quick"}[len(all.Amendments)%2]})
	}
	all.Recovery = &membershiptypes.RecoveryPolicy{
		GuardiansDelaySeconds: 1, ResolutionDelaySeconds: 1, InPersonDelaySeconds: 1, RemovalDelaySeconds: 1,
		FreezeSeconds: 1, MaxOpenRecoveries: 1,
	}
	all.Classes = append(all.Classes, classesWithRules()...)
	all.Terms = &membershiptypes.MembershipTerms{
		LeavingNoticeSeconds: 86_400, RejoinAfterLeavingSeconds: 86_400, RejoinAfterExpulsionSeconds: 86_400,
		LapseGrounds: []string{"dues", "inactivity"}, LapseNoticeSeconds: 86_400, DeathDelaySeconds: 86_400,
	}
	all.Requirements[0].MembersRule = "quick"
	share10 := share(1, 10, false, membershiptypes.Base_BASE_ROLL)
	all.TimeZone, all.Meetings = "Europe/Berlin", &membershiptypes.MeetingRules{
		RecordAtOpening: true, Requisition: share10, FirstCallQuorum: share10, SecondCallQuorum: share10, MaxAttested: share10,
		OverdueRequisition: share10, SecondCallAfterSeconds: 3_600, AdjournedDays: 7, OwnVotingPeriod: true, AnnualMonth: 6, AnnualDay: 30,
	}
	other := all
	other.Recovery = &membershiptypes.RecoveryPolicy{}
	other.Amendments = nil
	other.Meetings = &membershiptypes.MeetingRules{Requisition: share10, SecondCallAfterSeconds: 3_600}
	bare := all
	bare.Meetings = &membershiptypes.MeetingRules{Requisition: share10, AdjournedDays: 7}
	other.Admission, other.MaxOpenResolutionsPerMember = membershiptypes.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION, 2
	all.Discipline = &membershiptypes.Discipline{
		Grounds: []string{"harm"}, ChargingMembers: 1, MediationPeriodSeconds: 1, MaxSuspensionSeconds: 1,
		SuspendsMeanwhile: true, PartiesAbstain: true, WarningsBeforeExpulsion: 1,
	}
	other.Discipline = &membershiptypes.Discipline{Grounds: []string{"harm"}, ChargingMembers: 2, WarningsBeforeExpulsion: 2}
	all.Treasury, other.Treasury, bare.Treasury = rareTreasury(), &membershiptypes.TreasuryRules{
		Currency: "JPY", Decimals: 1, Dues: &membershiptypes.DuesRules{LapseGround: "arrears", LapseAfterPeriods: 1},
	}, &membershiptypes.TreasuryRules{Currency: membershiptypes.NoCurrency}
	return append(append(rare, all, other, bare), fiscalYears()...)
}

// rareTreasury has a fund of each policy, each guard with and without its
// options, and an account of each kind and role.
func rareTreasury() *membershiptypes.TreasuryRules {
	rules := &membershiptypes.TreasuryRules{
		Currency: "EUR", Decimals: 2,
		Coins: []membershiptypes.CoinValue{{Denom: "ueur", BaseUnits: 1_000_000, CurrencyUnits: 100}},
		Funds: []membershiptypes.Fund{
			{Name: "education", Policy: membershiptypes.FundPolicy_FUND_POLICY_RESTRICTED, Purpose: "courses"},
			{Name: "operating", Policy: membershiptypes.FundPolicy_FUND_POLICY_FREE},
			{Name: "reserve", Policy: membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE},
			{Name: "surplus", Policy: membershiptypes.FundPolicy_FUND_POLICY_FREE},
		},
	}
	roles := []membershiptypes.AccountRole{0}
	for _, role := range accountRoles {
		roles = append(roles, role.value)
	}
	for kind := range len(accountKinds) {
		rules.Accounts = append(rules.Accounts, membershiptypes.LedgerAccount{
			Code: strconv.Itoa(kind), Name: "account", Kind: accountKinds[kind].value, Role: roles[kind%len(roles)],
		})
	}
	for i, role := range roles {
		rules.Accounts = append(rules.Accounts, membershiptypes.LedgerAccount{Code: "8" + strconv.Itoa(i), Name: "account", Kind: accountKinds[2].value, Role: role})
	}
	for i, source := range accountSources {
		rules.Accounts = append(rules.Accounts, membershiptypes.LedgerAccount{Code: "9" + strconv.Itoa(i), Name: "account", Kind: accountKinds[3].value, Source: source.value})
	}
	for i, kind := range outsideKinds {
		rules.Outside = append(rules.Outside, membershiptypes.OutsideAccount{
			Name: "o" + strconv.Itoa(i), Kind: kind.value, Currency: "EUR", Decimals: 2, Account: strconv.Itoa(i), Fund: "operating",
		})
	}
	rules.Accounts = append(rules.Accounts, membershiptypes.LedgerAccount{Code: "6", Name: "account", Kind: accountKinds[0].value},
		membershiptypes.LedgerAccount{Code: "7", Name: "account", Kind: accountKinds[0].value, ByMember: true})
	rules.Passbook = &membershiptypes.PassbookRules{
		PayoutAddressDelaySeconds: 86_400, WithdrawDelaySeconds: 3_600,
		WithdrawDailyLimits: []membershiptypes.WithdrawLimit{{Denom: "ueur", Amount: math.NewInt(5)}},
	}
	rules.Dues = &membershiptypes.DuesRules{FirstDay: 20270101, LapseGround: "arrears", LapseAfterPeriods: 3}
	for i := range 4 {
		rules.Dues.Classes = append(rules.Dues.Classes, membershiptypes.ClassDues{
			ClassId: uint32(i) + 1, Period: membershiptypes.DuesPeriod(i%3 + 1), Denom: "ueur", Amount: math.NewInt(int64(i) % 4),
		})
	}
	rules.Instruments, rules.Arrears = rareInstruments(), &membershiptypes.ArrearsRules{LapseGround: "arrears", LapseAfterDays: 90, SetOffNoticeDays: 30}
	rules.Dues.Classes = append(rules.Dues.Classes, membershiptypes.ClassDues{ClassId: 5, Period: 1, Denom: "ueur", Amount: math.OneInt()})
	for i, above := range []int64{0, 1_500_000_000} {
		for _, vetoes := range []uint32{1, 3} {
			rules.Delays = append(rules.Delays, membershiptypes.PaymentDelay{
				Fund: "operating", Denom: "ueur", Above: math.NewInt(above), DelaySeconds: 86_400, Vetoes: vetoes,
			})
		}
		rules.Floors = append(rules.Floors, membershiptypes.FundFloor{Fund: "operating", Denom: "ueur", Amount: math.NewInt(above + 1), Spending: i == 0})
	}
	for _, window := range spendingWindows {
		rules.SpendingShares = append(rules.SpendingShares, membershiptypes.SpendingShare{Fund: "operating", Denom: "ueur", Window: window.value, BasisPoints: 1_250})
	}
	rules.Overheads = []membershiptypes.FundOverhead{{Fund: "education", BasisPoints: 700, Account: "4"}}
	rules.Liquidity = &membershiptypes.LiquidityTest{Assets: []string{"0", "1"}, Liabilities: []string{"2"}, BasisPoints: 12_000}
	return rules
}

// rareInstruments have each kind and each term, one and many of what is counted.
func rareInstruments() []membershiptypes.Instrument {
	share := membershiptypes.Instrument{
		Name: "bond", Kind: membershiptypes.InstrumentKind_INSTRUMENT_KIND_LOAN, Account: "1", Fund: "operating", Denom: "ueur", Nominal: math.NewInt(1_000_000),
		CapitalFloor: math.ZeroInt(), MemberIds: []uint64{7, 12}, IssueLimit: 1, InterestBasisPoints: 250, InterestAccount: "5", TermDays: 365, Repayments: 1, RepaidTo: "2",
	}
	loan := share
	loan.Name, loan.Repayments, loan.IssueLimit = "credit", 12, 5_000
	investor := share
	investor.Name, investor.Kind, investor.InterestBasisPoints = "investor", membershiptypes.InstrumentKind_INSTRUMENT_KIND_INVESTOR_SHARE, 305
	investor.Redemption, investor.NoticeDays, investor.Refusable, investor.CapitalFloor = membershiptypes.RedemptionRule_REDEMPTION_RULE_ON_NOTICE, 180, true, math.NewInt(5)
	investor.Transfer, investor.MemberIds = membershiptypes.TransferRule_TRANSFER_RULE_FREE, nil
	member := investor
	member.Name, member.Kind, member.ClassIds = "share", membershiptypes.InstrumentKind_INSTRUMENT_KIND_MEMBER_SHARE, []uint32{1, 2}
	member.Redemption, member.Transfer = membershiptypes.RedemptionRule_REDEMPTION_RULE_ON_LEAVING, membershiptypes.TransferRule_TRANSFER_RULE_APPROVED
	member.Required, member.RequiredWithinDays, member.RequiredFrom, member.Most, member.Instalments, member.InstalmentDays = 1, 30, 20270101, 1, 12, 30
	many := member
	many.Name, many.Required, many.Most, many.Redemption, many.Instalments = "units", 2, 5, 0, 2
	return []membershiptypes.Instrument{share, loan, investor, member, many}
}

// fiscalYears are charters with each pattern, and weeks that begin on each day.
func fiscalYears() (charters []membershiptypes.Charter) {
	for i, weekday := range weekdays {
		calendar := fiscalCalendar{StartMonth: 4, StartDay: 6, Pattern: fiscalPatterns[i%len(fiscalPatterns)].value, FirstDay: 20270501, LongFirst: i == 0}
		if i%len(fiscalPatterns) >= 2 {
			calendar.Nearest = i%2 == 0
		}
		calendar.WeekStartsOn = weekday.value
		charters = append(charters, membershiptypes.Charter{Treasury: &membershiptypes.TreasuryRules{Currency: "EUR", Decimals: 2, Fiscal: &calendar}})
	}
	return charters
}

// classesWithRules say each way to join and to end a trial.
func classesWithRules() []membershiptypes.Class {
	person := membershiptypes.MemberKind_MEMBER_KIND_PERSON
	return []membershiptypes.Class{
		{Id: 5, Name: "open", Admits: person, Admission: 3, ObjectionWindowSeconds: 60, Objections: 1, MaxMembers: 1, MaxAdmissionsPerDay: 2},
		{Id: 6, Name: "vouched", Admits: person, Admission: 4, Sponsors: 1, ObjectionWindowSeconds: 60, Objections: 2},
		{Id: 7, Name: "well-vouched", Admits: person, Admission: 4, Sponsors: 2},
		{Id: 8, Name: "tried", Admits: person, Admission: 1, TrialPeriodSeconds: 60, NextClassId: 5},
		{Id: 9, Name: "tested", Admits: person, Admission: 2, TrialPeriodSeconds: 60, NextClassId: 5, TrialLapses: true},
	}
}

// rareRules are decided by a board, with chambers, late or in an emergency.
func rareRules(half membershiptypes.Threshold) (rules []membershiptypes.DecisionRule) {
	shares := []membershiptypes.Threshold{half, {Numerator: 2, Denominator: 5}, {Numerator: 1, Denominator: 1}}
	shares[0].MoreThan = true
	for i, share := range shares {
		active := share
		active.Base = membershiptypes.Base_BASE_ACTIVE
		rule := membershiptypes.DecisionRule{
			Name: "rare-" + strconv.Itoa(i), Approval: half, Quorum: active, Emergency: i == 0, RecordAtNotice: i == 1,
			LateQuorumWindowSeconds: 60, LateQuorumExtensionSeconds: 120,
		}
		if i == 2 {
			rule.Electorate = "board"
		}
		for _, base := range []membershiptypes.Base{
			membershiptypes.Base_BASE_VOTES_CAST, membershiptypes.Base_BASE_PRESENT, membershiptypes.Base_BASE_ROLL,
		} {
			approval, quorum := share, share
			approval.Base, quorum.Base = base, membershiptypes.Base_BASE_ROLL
			rule.Chambers = append(rule.Chambers, &membershiptypes.Chamber{ClassIds: []uint32{2, 4}, Approval: approval, Quorum: quorum})
		}
		rules = append(rules, rule)
	}
	return rules
}

func TestEverySentenceIsSaidAndFilled(t *testing.T) {
	for _, language := range Languages() {
		t.Run(string(language), func(t *testing.T) {
			said := map[string]bool{}
			speech := speech{language: language, heard: func(name string) {
				require.NotZero(t, catalogue[name], "the catalogue has no sentence %q", name)
				said[name] = true
			}}
			for _, charter := range rareCharters() {
				require.NotContains(t, speech.explain(charter), "{", "a place was left open")
			}
			rapid.Check(t, func(t *rapid.T) {
				charter := drawCharter(t)
				charter.Name, charter.Description = "name", "description"
				require.NotContains(t, speech.explain(charter), "{")
			})
			for _, rules := range rareSurplus() {
				charter := classesForSurplus
				charter.Surplus = &rules
				require.NotContains(t, strings.Join(speech.surplusSection(charter), "\n"), "{")
			}
			changed := rareCharters()
			for i := range changed {
				require.NotContains(t, speech.formatDiff(changed[i], changed[0]), "{")
			}
			for part := range membershiptypes.Parts() {
				speech.say("part." + membershiptypes.Parts()[part].Name)
			}
			for name := range catalogue {
				require.True(t, said[name], "no charter makes Explain say %q", name)
			}
		})
	}
}

func TestNumbersAndTimesByLanguage(t *testing.T) {
	for _, tc := range []struct {
		language              Language
		small, medium, large  string
		none, one, two, mixed string
	}{
		{English, "999", "9,000", "1,234,567", "no time at all", "1 day", "2 days", "1 day, 12 hours and 1 minute"},
		{Spanish, "999", "9000", "1\u202f234\u202f567", "nada de tiempo", "1 día", "2 días", "1 día, 12 horas y 1 minuto"},
		{French, "999", "9\u202f000", "1\u202f234\u202f567", "aucun délai", "1 jour", "2 jours", "1 jour, 12 heures et 1 minute"},
	} {
		t.Run(string(tc.language), func(t *testing.T) {
			s := speechIn(tc.language)
			require.Equal(t, []string{tc.small, tc.medium, tc.large}, []string{s.number(999), s.number(9_000), s.number(1_234_567)})
			require.Equal(t, []string{tc.none, tc.one, tc.two, tc.mixed},
				[]string{s.duration(0), s.duration(86_400), s.duration(172_800), s.duration(86_400 + 43_200 + 60)})
		})
	}
	require.Equal(t, "0 jour", speechIn(French).count("day", 0), "zero is singular in French")
	require.Equal(t, "0 days", speechIn(English).count("day", 0))
	require.Equal(t, "0 días", speechIn(Spanish).count("day", 0))
}

func TestLanguagesByCode(t *testing.T) {
	for code, want := range map[string]Language{"en": English, "es": Spanish, "fr": French, "fr-CA": French, "es_MX.UTF-8": Spanish, "EN": English} {
		read, err := ParseLanguage(code)
		require.NoError(t, err, code)
		require.Equal(t, want, read)
	}
	for _, code := range []string{"", "de", "english", "fra"} {
		_, err := ParseLanguage(code)
		require.ErrorContains(t, err, "the languages are en, es, fr", code)
	}
}

func TestExplainInSpanishAndFrench(t *testing.T) {
	charter, err := Preset("worker")
	require.NoError(t, err)
	for language, sentences := range map[Language][]string{
		Spanish: {
			"Se aprueba si al menos dos tercios de los votos emitidos a favor y en contra son a favor y ha votado, en el sentido que sea, al menos la mitad de todas las personas del censo.",
			"Se aprueba si más de la mitad de los votos emitidos",
			"Regla «special»:",
			"Una vez aprobada, espera 1 día antes de ejecutarse.",
		},
		French: {
			"Elle est adoptée si au moins les deux tiers des voix pour et contre sont pour et si au moins la moitié de tous les membres inscrits ont voté, dans un sens ou dans l'autre.",
			"Elle est adoptée si plus de la moitié des voix",
			"Règle «\u00a0special\u00a0»\u00a0:",
			"Une fois adoptée, elle attend 1 jour avant d'être exécutée.",
		},
	} {
		text := Explain(charter, language)
		for _, sentence := range sentences {
			require.Contains(t, text, sentence)
		}
	}
}
