package keeper_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// bylaws are the bakery's charter on paper: one field or two for each part that
// the walk changes. The zero value is bakeryCharter.
type bylaws struct {
	name      string // identity
	more      uint32 // proposals
	byMembers bool   // admission
	policies  int    // amendments
	quorum    bool   // rules: ordinary asks for half of the roll
	strict    bool   // rules: special asks for three quarters
	notice    uint64 // terms
	meetings  bool   // meetings
	powers    string // requirements
}

// policiesOf are the lists of policies with the rule that each names.
var policiesOf = []map[string]string{
	{},
	{membershiptypes.PartAdmission: "ordinary", membershiptypes.PartIdentity: "final"},
	{membershiptypes.PartProposals: "ordinary", membershiptypes.PartTerms: "ordinary", membershiptypes.PartIdentity: "special"},
}

func (b bylaws) charter() membershiptypes.Charter {
	charter := bakeryCharter()
	if b.name != "" {
		charter.Name = b.name
	}
	charter.MaxOpenResolutionsPerMember += b.more
	if b.byMembers {
		byResolution(&charter)
	}
	for _, part := range slices.Sorted(maps.Keys(policiesOf[b.policies])) {
		charter.Amendments = append(charter.Amendments, membershiptypes.Amendment{Part: part, Rule: policiesOf[b.policies][part]})
	}
	for i := range charter.Rules {
		switch rule := &charter.Rules[i]; {
		case rule.Name == "ordinary" && b.quorum:
			rule.Quorum.Numerator, rule.Quorum.Denominator = 1, 2
		case rule.Name == "special" && b.strict:
			rule.Approval.Numerator, rule.Approval.Denominator, rule.OrMajorityOfRoll = 3, 4, false
		}
	}
	if b.notice > 0 {
		charter.Terms = &membershiptypes.MembershipTerms{LeavingNoticeSeconds: b.notice * day}
	}
	if b.meetings {
		withMeetings(nil)(&charter)
	}
	if b.powers != "" {
		charter.Requirements[len(charter.Requirements)-1].Rule = b.powers
	}
	return charter
}

// differ lists the parts in which two papers differ.
func (b bylaws) differ(other bylaws) map[string]bool {
	parts := map[string]bool{
		membershiptypes.PartIdentity: b.name != other.name, membershiptypes.PartProposals: b.more != other.more,
		membershiptypes.PartAdmission: b.byMembers != other.byMembers, membershiptypes.PartAmendments: b.policies != other.policies,
		membershiptypes.PartRules: b.quorum != other.quorum || b.strict != other.strict,
		membershiptypes.PartTerms: b.notice != other.notice, membershiptypes.PartMeetings: b.meetings != other.meetings,
		membershiptypes.PartRequirements: b.powers != other.powers,
	}
	maps.DeleteFunc(parts, func(_ string, differs bool) bool { return !differs })
	return parts
}

// asks is which rules a change of these parts needs, by the README: each policy
// that is named its own, whatever is entrenched or not named the one for the
// charter, and no change too.
func (b bylaws) asks(parts map[string]bool) (rules map[string]bool, special bool) {
	rules = map[string]bool{}
	for part := range parts {
		if rule, named := policiesOf[b.policies][part]; named {
			rules[rule] = true
		} else {
			special = true
		}
	}
	if special = special || len(parts) == 0; special {
		rules["special"] = true
	}
	return rules, special
}

// box is the ballots that were cast, by worker.
type box map[int]types.Choice

func (b box) count() (inFavour, against, voted int) {
	for _, choice := range b {
		voted++
		switch choice {
		case yes:
			inFavour++
		case no:
			against++
		}
	}
	return inFavour, against, voted
}

// meets says whether seven workers have decided by a rule as these bylaws have it.
func (b bylaws) meets(rule string, ballots box) bool {
	inFavour, against, voted := ballots.count()
	if inFavour == 0 {
		return false
	}
	switch rule {
	case "special":
		if b.strict {
			return 4*inFavour >= 3*(inFavour+against) && 2*voted >= 7
		}
		return floorMet(ballots)
	case "final":
		return 2*inFavour > 7
	case "ordinary":
		return inFavour > against && (!b.quorum || 2*voted >= 7)
	default:
		return inFavour > against
	}
}

// floorMet says whether the ledger's special floor was reached.
func floorMet(ballots box) bool {
	inFavour, against, voted := ballots.count()
	return inFavour > 0 && (3*inFavour >= 2*(inFavour+against) && 2*voted >= 7 || 2*inFavour > 7)
}

// motion is a resolution on paper.
type charterMotion struct {
	id, base     uint64
	target       bylaws
	plain        string
	at           int64
	registration bool
	written      uint64
	frozen       types.Terms
	ballots      box
	counted      bool
	version      uint64
	ended        bool
}

// entrenchment walks over changes of the bakery's charter.
type entrenchment struct {
	*ledger
	draw       *rapid.T
	versions   map[uint64]bylaws
	inForce    uint64
	wasInForce []uint64
	annulled   map[uint64]bool
	motions    []*charterMotion
	registered map[uint64]bool
	done       map[string]int
}

func (w *entrenchment) pass(seconds int64) {
	w.tick(seconds)
	require.NoError(w.t, w.chain.WorkSpent.Remove(w.ctx))
	require.NoError(w.t, w.membership.EndBlock(w.ctx))
	w.endBlock()
}

// change draws other bylaws.
func (w *entrenchment) change(b bylaws) bylaws {
	for range rapid.SampledFrom([]int{0, 1, 1, 1, 2, 3}).Draw(w.draw, "parts") {
		switch rapid.IntRange(0, 8).Draw(w.draw, "part") {
		case 0:
			b.name = rapid.SampledFrom([]string{"", "Millers", "Bakers"}).Draw(w.draw, "name")
		case 1:
			b.more = rapid.Uint32Range(0, 3).Draw(w.draw, "more")
		case 2:
			b.byMembers = !b.byMembers
		case 3, 4:
			b.policies = rapid.IntRange(0, len(policiesOf)-1).Draw(w.draw, "policies")
		case 5:
			b.quorum = !b.quorum
		case 6:
			b.notice = rapid.Uint64Range(0, 2).Draw(w.draw, "notice")
		case 7:
			b.strict = !b.strict
		default:
			b.meetings = !b.meetings
			b.powers = rapid.SampledFrom([]string{"", "special"}).Draw(w.draw, "powers")
		}
	}
	return b
}

func (w *entrenchment) propose() {
	m := &charterMotion{base: w.inForce, ballots: box{}}
	var messages []sdk.Msg
	if rapid.IntRange(0, 4).Draw(w.draw, "plain") == 0 {
		m.plain = rapid.SampledFrom([]string{"final", "ordinary", "special"}).Draw(w.draw, "rule")
	} else {
		from := w.inForce
		if rapid.IntRange(0, 3).Draw(w.draw, "from another version") == 0 {
			from = rapid.SampledFrom(slices.Sorted(maps.Keys(w.versions))).Draw(w.draw, "from")
		}
		m.target = w.change(w.versions[from])
		message := &membershiptypes.MsgAmendCharter{
			Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, Charter: m.target.charter(),
		}
		switch rapid.IntRange(0, 4).Draw(w.draw, "when") {
		case 0:
			m.at = w.now() + rapid.Int64Range(12, 25).Draw(w.draw, "days")*day
		case 1:
			m.registration = true
		}
		if rapid.IntRange(0, 4).Draw(w.draw, "written from") == 0 {
			m.written = w.inForce
		}
		message.EffectiveAt, message.OnRegistration, message.BaseVersion = m.at, m.registration, m.written
		messages = append(messages, message)
	}
	id, err := w.tryPropose(worker(1+len(w.motions)%7), bakery, m.plain, messages...)
	if err != nil {
		return // Too many are open.
	}
	m.id, m.frozen = id, w.termsOf(id)
	w.motions = append(w.motions, m)
	w.done["proposed"]++
	base := w.versions[m.base]
	rules, special := base.asks(base.differ(m.target))
	if m.plain != "" {
		rules, special = map[string]bool{m.plain: true}, false
	}
	var names []string
	for _, rule := range m.frozen.Rules {
		names = append(names, rule.Name)
	}
	require.Equal(w.draw, slices.Sorted(maps.Keys(rules)), names, "%+v over %+v", m.target, base)
	require.Equal(w.draw, special, m.frozen.SpecialFloor)
	require.Equal(w.draw, m.base, m.frozen.CharterVersion)
	if rapid.IntRange(0, 3).Draw(w.draw, "voted on at once") > 0 {
		w.voteOn(m)
	}
}

// vote lets some of the seven vote, mostly while a vote is open.
func (w *entrenchment) vote() {
	open := slices.DeleteFunc(slices.Clone(w.motions), func(m *charterMotion) bool {
		return w.resolution(m.id).Status != types.Status_STATUS_VOTING
	})
	if len(open) == 0 || rapid.IntRange(0, 9).Draw(w.draw, "any") == 0 {
		open = w.motions
	}
	if len(open) == 0 {
		return
	}
	w.voteOn(rapid.SampledFrom(open).Draw(w.draw, "motion"))
}

func (w *entrenchment) voteOn(m *charterMotion) {
	against, voters := rapid.IntRange(0, 3).Draw(w.draw, "against"), rapid.IntRange(1, 7).Draw(w.draw, "voters")
	for number := 1; number <= voters; number++ {
		choice := yes
		if number <= against {
			choice = rapid.SampledFrom([]types.Choice{no, no, abstain}).Draw(w.draw, "choice")
		}
		if w.ledger.vote(m.id, worker(number), choice) == nil {
			m.ballots[number] = choice
		}
	}
}

// register shows the evidence of a version, wanted or not.
func (w *entrenchment) register() {
	version := rapid.Uint64Range(2, uint64(len(w.versions))+1).Draw(w.draw, "version")
	for _, m := range w.motions {
		if m.registration && m.version != 0 && !w.registered[m.version] && rapid.Bool().Draw(w.draw, "this one") {
			version = m.version
		}
	}
	evidence := &membershiptypes.Document{Uri: "https://register.example", Sha256: sum("evidence")}
	if w.membershipTry(func(ctx context.Context, server membershiptypes.MsgServer) error {
		_, err := server.RegisterCharter(ctx, &membershiptypes.MsgRegisterCharter{
			Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, Version: version, Evidence: evidence,
		})
		return err
	}) == nil {
		w.registered[version] = true
	}
}

func (w *entrenchment) court() {
	if version := w.inForce; version > 1 && w.annul(version) == nil {
		w.annulled[version] = true
		w.done["annulled"]++
	}
}

// follow notes which versions there are now and what came into force, and asks
// of each who decided it, by which rule, and when.
func (w *entrenchment) follow() {
	for version := uint64(len(w.versions)) + 1; ; version++ {
		history, err := w.membership.CharterVersions.Get(w.ctx, collections.Join(bakery, version))
		if err != nil {
			break
		}
		if history.RestoresVersion != 0 {
			w.versions[version] = w.versions[history.RestoresVersion]
			continue
		}
		content, err := w.membership.CharterAt(w.ctx, bakery, version)
		require.NoError(w.draw, err)
		at := slices.IndexFunc(w.motions, func(m *charterMotion) bool {
			wanted := m.target.charter()
			return m.plain == "" && m.version == 0 && wanted.Equal(content) && w.resolution(m.id).Status == types.Status_STATUS_EXECUTED
		})
		require.GreaterOrEqual(w.draw, at, 0, "nobody decided version %d", version)
		w.motions[at].version, w.versions[version] = version, w.motions[at].target
	}
	now, _, err := w.membership.GetCharter(w.ctx, bakery)
	require.NoError(w.draw, err)
	var came []uint64
	for version := now; version != w.inForce; {
		history, err := w.membership.CharterVersions.Get(w.ctx, collections.Join(bakery, version))
		require.NoError(w.draw, err)
		came, version = append(came, version), history.ReplacedVersion
	}
	slices.Reverse(came)
	w.wasInForce = append([]uint64{w.inForce}, came...)
	for _, version := range came {
		w.cameIntoForce(version)
		w.inForce = version
	}
}

// cameIntoForce asks whether a version could: no part of what it replaced was
// changed but by the rule that the part has in the charter it was decided under,
// what is entrenched never below the floor, and never before its time.
func (w *entrenchment) cameIntoForce(version uint64) {
	history, err := w.membership.CharterVersions.Get(w.ctx, collections.Join(bakery, version))
	require.NoError(w.draw, err)
	if history.RestoresVersion != 0 {
		require.True(w.draw, w.annulled[w.inForce], "version %d restores another, and no court annulled version %d", version, w.inForce)
		return
	}
	m := w.motions[slices.IndexFunc(w.motions, func(m *charterMotion) bool { return m.version == version })]
	base := w.versions[m.base]
	parts := w.versions[w.inForce].differ(m.target)
	rules, special := base.asks(parts)
	if len(parts) == 0 {
		rules, special = nil, false
	}
	for rule := range rules {
		require.True(w.draw, base.meets(rule, m.ballots), "version %d changes %v of version %d without its rule %q: %v", version, parts, w.inForce, rule, m.ballots)
	}
	if special {
		require.True(w.draw, floorMet(m.ballots), "version %d changes %v of version %d below the floor: %v", version, parts, w.inForce, m.ballots)
		w.done["entrenched part changed"]++
	}
	if len(rules) > 0 && !rules["special"] {
		w.done["policy changed by its own rule"]++
	}
	require.False(w.draw, w.annulled[m.base], "version %d was decided under version %d, which a court annulled", version, m.base)
	require.GreaterOrEqual(w.draw, history.EffectiveAt, m.at, "version %d came into force before its date", version)
	require.Equal(w.draw, m.registration, w.registered[version], "version %d came into force by its registration", version)
	if m.written != 0 && m.at == 0 && !m.registration {
		require.Equal(w.draw, m.written, w.inForce, "it was written from another version")
	}
	switch {
	case m.at != 0:
		w.done["came into force on its date"]++
	case m.registration:
		w.done["came into force by registration"]++
	}
}

// keep asks of each resolution whether it has the rules it was proposed under,
// whether it ended as its ballots say, and why it failed if it did.
func (w *entrenchment) keep() {
	for _, m := range w.motions {
		r, terms := w.resolution(m.id), w.termsOf(m.id)
		require.Equal(w.draw, m.frozen.Rules, terms.Rules, "resolution %d keeps its rules", m.id)
		require.Equal(w.draw, m.frozen.SpecialFloor, terms.SpecialFloor)
		require.Equal(w.draw, m.frozen.CharterVersion, terms.CharterVersion)
		if r.ClosedAt == 0 || m.counted && m.ended {
			continue
		}
		if !m.counted {
			m.counted = true
			passes := !m.frozen.SpecialFloor || floorMet(m.ballots)
			for _, rule := range m.frozen.Rules {
				passes = passes && w.versions[m.base].meets(rule.Name, m.ballots)
			}
			require.Equal(w.draw, passes, r.Status != types.Status_STATUS_REJECTED, "resolution %d: %v", m.id, m.ballots)
		}
		if m.ended = r.Status.Ended(); r.Status == types.Status_STATUS_FAILED {
			w.failed(m, r)
		}
	}
}

// failed asks whether there was a reason in this step not to execute it.
func (w *entrenchment) failed(m *charterMotion, r types.Resolution) {
	w.done[r.Outcome.Code.String()]++
	base := w.versions[m.base]
	for _, version := range w.wasInForce {
		decided, changed := base.differ(m.target), w.versions[version].differ(m.target)
		more := maps.Clone(changed)
		maps.DeleteFunc(more, func(part string, _ bool) bool { return decided[part] })
		switch r.Outcome.ErrorCode {
		case 141:
			if len(more) > 0 {
				w.done["would have changed more"]++
				return
			}
		case 142:
			if m.written != 0 && m.written != version {
				return
			}
		case 144:
			if w.annulled[m.base] {
				w.done["suspended by a court"]++
				return
			}
		case membershiptypes.ErrTooManyAdopted.ABCICode():
			return
		case membershiptypes.ErrInvalidTiming.ABCICode():
			if m.at != 0 && m.at <= w.now() {
				return
			}
		}
	}
	w.draw.Fatalf("resolution %d failed without a reason: %v; in force %v", m.id, r.Outcome, w.wasInForce)
}

func (w *entrenchment) waiting() {
	for version := range w.versions {
		history, err := w.membership.CharterVersions.Get(w.ctx, collections.Join(bakery, version))
		if err != nil || !history.Waits() {
			continue
		}
		require.NotEqual(w.draw, w.inForce, version, "version %d waits and is in force", version)
		require.Zero(w.draw, history.EffectiveAt)
	}
}

// Whatever is proposed, voted, registered and annulled in whatever order: an
// entrenched part of a charter is never changed by a lower rule than its own, a
// policy by its own or the charter's alone, no version comes into force before its
// time, open resolutions keep their rules, and every refusal has its reason.
func TestEntrenchmentInAnyOrder(t *testing.T) {
	done := map[string]int{}
	rapid.Check(t, func(draw *rapid.T) {
		founded := bylaws{policies: rapid.IntRange(1, len(policiesOf)-1).Draw(draw, "policies")}
		w := &entrenchment{
			ledger: newLedger(t), draw: draw, versions: map[uint64]bylaws{1: founded}, inForce: 1, wasInForce: []uint64{1},
			annulled: map[uint64]bool{}, registered: map[uint64]bool{}, done: done,
		}
		require.NoError(draw, w.membership.Charters.Set(w.ctx, collections.Join(bakery, uint64(1)), founded.charter()))
		for range rapid.IntRange(15, 45).Draw(draw, "steps") {
			switch rapid.IntRange(0, 13).Draw(draw, "step") {
			case 0, 1, 2, 3, 4:
				w.propose()
			case 5, 6:
				w.vote()
			case 7, 8:
				w.register()
			case 9:
				w.court()
			default:
				w.pass(rapid.SampledFrom([]int64{day, 3 * day, 4 * day, 8 * day}).Draw(draw, "seconds"))
			}
			w.follow()
			w.keep()
			w.waiting()
		}
		require.NoError(draw, w.governance.CheckInvariants(w.ctx))
	})
	t.Logf("%v", done)
	if testing.Short() {
		return
	}
	for _, what := range []string{
		"proposed", "annulled", "entrenched part changed", "policy changed by its own rule", "came into force on its date",
		"came into force by registration", "would have changed more", "suspended by a court",
	} {
		require.NotZero(t, done[what], what)
	}
}
