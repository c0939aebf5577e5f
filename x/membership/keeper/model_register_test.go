package keeper_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	adopted   = types.CharterState_CHARTER_STATE_ADOPTED
	effective = types.CharterState_CHARTER_STATE_EFFECTIVE
	annulled  = types.CharterState_CHARTER_STATE_ANNULLED
	failed    = types.CharterState_CHARTER_STATE_FAILED
)

// registerWalk adopts, registers, withdraws and annuls versions of a charter and
// of documents. Its paper, from the README's "Charters" and "Documents", keeps
// each version with its text. Versions differ in their description alone, so
// that none fails for what it changes.
type registerWalk struct {
	*walk
	versions  []*paperVersion
	inForce   uint64
	documents []*paperDocument
}

type paperVersion struct {
	state          types.CharterState
	text           string
	due            int64
	adoptedAt      int64
	effectiveAt    int64
	onRegistration bool
	replaced       uint64
	restores       bool
	// first is the officer who recorded a court's decision, and which.
	first    string
	decision string
}

type paperDocument struct {
	name      string
	current   uint32
	texts     []string
	withdrawn map[uint32]bool
}

var registrars = []string{"north-anna", "north-ben"}

// signer is mostly one of those who may publish, or else anybody.
func (w *registerWalk) signer(fitting ...string) string {
	if w.once(4, "anybody") {
		fitting = []string{"carol", stranger, coop, "north-anna"}
	}
	return rapid.SampledFrom(fitting).Draw(w.draw, "signer")
}

func publishes(by string) bool { return by == coop || slices.Contains(registrars, by) }

func (w *registerWalk) letter() string {
	return rapid.SampledFrom([]string{"a", "b", "c"}).Draw(w.draw, "letter")
}

// version is mostly one in a state, and now and then any, or none.
func (w *registerWalk) version(state types.CharterState) (uint64, *paperVersion) {
	var fitting []uint64
	for i, version := range w.versions {
		if i > 0 && version.state == state {
			fitting = append(fitting, uint64(i)+1)
		}
	}
	number := rapid.Uint64Range(1, uint64(len(w.versions))+1).Draw(w.draw, "any version")
	if len(fitting) > 0 && !w.once(5, "any") {
		number = rapid.SampledFrom(fitting).Draw(w.draw, "version")
	}
	if number == 1 || number > uint64(len(w.versions)) {
		return number, &paperVersion{}
	}
	return number, w.versions[number-1]
}

func (w *registerWalk) comeIntoForce(number uint64) {
	version := w.versions[number-1]
	version.state, version.replaced, w.inForce = effective, w.inForce, number
	version.effectiveAt = w.clock.Seconds
}

func (w *registerWalk) amendIt() deed {
	by, text := w.signer(coop), fmt.Sprintf("text %d", len(w.versions)+1)
	message := amend(described(text))
	message.Authority = address(by)
	waiting := 0
	for _, version := range w.versions {
		if version.state == adopted {
			waiting++
		}
	}
	version := &paperVersion{state: adopted, text: text, adoptedAt: w.clock.Seconds}
	allowed, atOnce := by == coop, false
	switch rapid.IntRange(0, 4).Draw(w.draw, "when") {
	case 0:
		atOnce = true
	case 1:
		message.OnRegistration, version.onRegistration, version.due = true, true, w.clock.Seconds+25*day
		allowed = allowed && waiting < 4
	case 2:
		message.EffectiveAt, allowed = w.clock.Seconds, false
	default:
		message.EffectiveAt = w.clock.Seconds + day*rapid.Int64Range(1, 20).Draw(w.draw, "days")
		version.due, allowed = message.EffectiveAt, allowed && waiting < 4
	}
	if w.once(5, "written from another version") {
		message.BaseVersion = rapid.Uint64Range(1, uint64(len(w.versions))).Draw(w.draw, "base")
		allowed = allowed && message.BaseVersion == w.inForce
	}
	return deed{message, allowed, func(any) {
		w.versions = append(w.versions, version)
		if atOnce {
			w.comeIntoForce(uint64(len(w.versions)))
		}
	}}
}

func (w *registerWalk) registerIt() deed {
	number, version := w.version(adopted)
	by := w.signer(append(registrars, coop)...)
	message := &types.MsgRegisterCharter{Authority: address(by), CoopId: north, Version: number, Evidence: document("a")}
	return deed{message, publishes(by) && version.state == adopted && version.onRegistration, func(any) { w.comeIntoForce(number) }}
}

func (w *registerWalk) takeBack() deed {
	number, version := w.version(adopted)
	by := w.signer(coop)
	message := &types.MsgWithdrawCharter{Authority: address(by), CoopId: north, Version: number}
	return deed{message, by == coop && version.state == adopted, func(any) {
		version.state = types.CharterState_CHARTER_STATE_WITHDRAWN
	}}
}

// annulIt is by the co-op, or by two officers who record the same decision.
func (w *registerWalk) annulIt() deed {
	number, version := w.version(effective)
	if w.once(2, "the one in force") && w.inForce > 1 {
		number, version = w.inForce, w.versions[w.inForce-1]
	}
	by, letter := w.signer(append(registrars, coop)...), w.letter()
	same := version.first != "" && version.decision == letter
	allowed := publishes(by) && version.state == effective && !version.restores && (by == coop || !same || version.first != by)
	return deed{annul(address(by), number, document(letter)), allowed, func(any) {
		if by != coop && !same {
			version.first, version.decision = by, letter
			return
		}
		version.state = annulled
		if w.inForce != number {
			return
		}
		// What was adopted under it and waits comes into force no more.
		for i, other := range w.versions {
			if other.state == adopted && uint64(i)+1 > number && other.adoptedAt >= version.effectiveAt {
				other.state = failed
			}
		}
		restored := &paperVersion{text: w.versions[version.replaced-1].text, restores: true}
		w.versions = append(w.versions, restored)
		w.comeIntoForce(uint64(len(w.versions)))
	}}
}

func (w *registerWalk) publishIt() deed {
	by, name, text := w.signer(append(registrars, coop)...), rapid.SampledFrom([]string{"minutes", "rules", " "}).Draw(w.draw, "name"), w.letter()
	at := slices.IndexFunc(w.documents, func(d *paperDocument) bool { return d.name == name })
	allowed := publishes(by) && name != " "
	if at >= 0 && w.documents[at].current != 0 {
		allowed = allowed && w.documents[at].texts[w.documents[at].current-1] != text
	}
	return deed{publication(address(by), name, text), allowed, func(response any) {
		if at < 0 {
			at = len(w.documents)
			w.documents = append(w.documents, &paperDocument{name: name, withdrawn: make(map[uint32]bool)})
		}
		one := w.documents[at]
		one.texts = append(one.texts, text)
		one.current = uint32(len(one.texts))
		w.sees(types.MsgPublishDocumentResponse{DocumentId: uint64(at) + 1, Version: one.current}, *response.(*types.MsgPublishDocumentResponse), "number")
	}}
}

func (w *registerWalk) withdrawIt() deed {
	by := w.signer(append(registrars, coop)...)
	id, number := rapid.Uint64Range(1, 3).Draw(w.draw, "document"), rapid.Uint32Range(1, 4).Draw(w.draw, "number")
	allowed := publishes(by) && id <= uint64(len(w.documents)) && int(number) <= len(w.documents[id-1].texts) && !w.documents[id-1].withdrawn[number]
	return deed{withdrawal(address(by), id, number), allowed, func(any) {
		one := w.documents[id-1]
		one.withdrawn[number] = true
		if one.current == number {
			one.current = 0
		}
	}}
}

// time brings versions into force on their date, and ends what nobody registered.
func (w *registerWalk) time() {
	var dates []int64
	for _, version := range w.versions {
		dates = append(dates, version.due)
	}
	w.elapse(w.until(dates))
	var due []uint64
	for i, version := range w.versions {
		if version.state == adopted && version.due <= w.clock.Seconds {
			due = append(due, uint64(i)+1)
		}
	}
	slices.SortStableFunc(due, func(a, b uint64) int { return int(w.versions[a-1].due - w.versions[b-1].due) })
	for _, number := range due {
		if version := w.versions[number-1]; version.onRegistration {
			version.state = failed
		} else {
			w.comeIntoForce(number)
		}
	}
}

// agrees compares the paper with the ledger.
func (w *registerWalk) agrees() {
	version, text := w.ledger.inForce()
	w.sees([]any{w.inForce, w.versions[w.inForce-1].text}, []any{version, text}, "charter in force")
	for i, paper := range w.versions[1:] {
		number := uint64(i) + 2
		history, err := w.keeper.CharterVersions.Get(w.ctx, collections.Join(uint64(north), number))
		require.NoError(w.t, err)
		w.sees([]any{paper.state, paper.replaced, paper.restores}, []any{history.State, history.ReplacedVersion, history.RestoresVersion != 0}, "version %d", number)
		charter, err := w.keeper.CharterAt(w.ctx, north, number)
		require.NoError(w.t, err)
		w.sees(paper.text, charter.Description, "text of version %d", number)
	}
	for i, paper := range w.documents {
		for j, text := range paper.texts {
			number := uint32(j) + 1
			at := slices.IndexFunc(w.byHash(text, "north"), func(f types.FoundDocument) bool {
				return f.Version.DocumentId == uint64(i)+1 && f.Version.Version == number
			})
			w.sees(true, at >= 0, "version %d of %s is found by its hash", number, paper.name)
			found := w.byHash(text, "north")[at]
			w.sees([]any{paper.withdrawn[number], paper.current == number}, []any{found.Version.WithdrawnAt != 0, found.Document.CurrentVersion == number}, "version %d of %s", number, paper.name)
		}
	}
}

// Whichever versions are adopted, registered, withdrawn and annulled in whatever
// order, the charter in force is the one that a paper says, and every version of
// it and of each document stays to be read. Each of these faults, put into the code
// on purpose, made it fail: an annulled version that stays in force; one that was
// adopted under it and comes into force all the same; a withdrawn document that is
// still the current one.
func TestRegistersInAnyOrder(t *testing.T) {
	inAnyOrder(t, 60, func(draw *rapid.T, done tally) path {
		w := &registerWalk{walk: &walk{ledger: newLedger(t), draw: draw, done: done}, versions: []*paperVersion{{}}, inForce: 1}
		w.setParams(func(p *types.Params) { p.MaxCharterDelaySeconds = 25 * day })
		w.admit("workers", "carol")
		for _, officer := range []uint64{anna, ben} {
			w.grantPower(officer, types.PowerPublish)
		}
		steps := make(map[string]func(string))
		for name, one := range map[string]func() deed{
			"amend": w.amendIt, "register": w.registerIt, "withdraw a version": w.takeBack, "annul": w.annulIt,
			"publish": w.publishIt, "withdraw a document": w.withdrawIt,
		} {
			steps[name] = func(name string) { w.do(name, one()) }
		}
		return path{walk: w.walk, messages: steps, holds: w.agrees, others: map[string]func(){"time": w.time, "votes": w.votes}}
	})
}
