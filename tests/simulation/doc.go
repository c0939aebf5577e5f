// Package simulation walks at random over what members and co-ops can do, and
// over what they can't, and holds the ledger against a paper: a few lists and
// maps, written from the modules' proto files, README and decision records and
// not from their code.
//
// A walk begins with a root federation of five co-ops, one of them a federation
// of two more. It founds co-ops, applies, admits, leaves, adds and removes keys,
// grants and revokes powers, amends charters, gives and takes seats, changes
// limits; it proposes, seconds, amends, votes, withdraws and pays under ordinary,
// special, absolute, consent, quick and seconded rules; co-ops vote in their
// federations by resolutions of their own, or by delegates to whom they gave the
// power to, and take these delegates' place until the close. Members choose
// guardians, lose keys and get new ones from guardians, by resolution or in person,
// veto, keep keys that others would remove, freeze money. They charge each other,
// are heard, suspended, judged, appeal and are expelled, ask for other classes and
// are moved to them: all of it while votes are open, too. They convene general meetings
// or ask for them together, table, come, are counted and listed by scrutineers, vote with
// their keys and on paper, put meetings off, close them, record minutes; the holders of a
// power decide as a board, or the members instead of it. Blocks come a second, a
// minute or a week apart, some under more work than a block's budget holds.
//
// Messages go through the application's own router, on a cache that is written
// only if they are taken, as in a transaction. What the walk asserts:
//
//   - The paper knew each fate. A refusal gives one of the paper's reasons, which
//     are all that hold and not the first that the code looks for.
//   - A refused message has written nothing, not even to the cache that is thrown
//     away: no record of any store would be other than it was.
//   - After every block the export of x/membership and x/governance is, to the
//     byte, what the paper would write: rolls, counters, intervals, pins, keys,
//     grants, statuses, deadlines, outcomes, tallies, packed ballots, seals. Every
//     index, queue and counter holds what follows from it and nothing else.
//   - The invariants of all four modules hold. CometBFT's validator set, put
//     together from the updates, is the seats', each with power 1, never under
//     four, at most a third of it touched in a block.
//   - So the roll that was frozen holds whoever was on it, in the class each was in,
//     but for the parties to the case that is decided; it has one ballot a member at
//     most, a delegate's being its co-op's; a vote on final ballots ends early only
//     if none that is missing, or is a delegate's, could change whether it passes; a
//     veto ends a recovery and its road; money is frozen exactly as long as it says.
//   - Now and then the state is exported, imported into a blank application and
//     exported again, equal to the byte in the export and in the stores, and the
//     walk goes on there.
//   - Over all walks a third of the inputs or more were invalid, each operation
//     was taken and refused, each reason for a refusal was given, and each moment
//     that proves something (everyMoment) came.
//
// Some things need several steps in a row that chance would seldom bring together.
// Scenes (scenes_test.go) take them, from wherever the walk is, so that fifty walks
// see nearly everything and as many more as are missing are added.
//
// The reasons that must each come are those of everyReason. Eight that the paper
// knows too are too rare to be asked of every walk, and have tests of their own:
// ErrProofUsed (TestAProofIsGoodOnce), ErrFederationDepth
// (TestFederationsHaveAtMostEightLevels), ErrTooManyFederations
// (TestACoopBelongsToAFewFederations), ErrNestedTooDeep
// (TestMessagesOfAResolution), ErrChangesMore
// (TestCharterIsCheckedAgainWhenItsTimeComes), ErrKeyInUse and ErrInvalidOperator
// (TestAddSeat), ErrSeatState (TestUnjailRefusals).
//
// SIMULATION_WALKS and SIMULATION_STEPS set the size. Without them the short run
// is the same each time; with the build tag long there are ten times as many
// walks, longer ones, and never the same. A failure prints its steps, made as few
// as possible, and a seed.
//
// Each of these faults, put into the code on purpose, made the short run fail: a
// ballot counted twice; a ballot asked against the roll of now and not the frozen
// one; a roll not pinned; a ballot taken in the second that voting ends; a final
// ballot replaced; one block under consent let pass; a vote closed early that
// could still fail; a failing execution that leaves its first message behind; a
// timelock that ends right after a gap; a leaver who keeps a power; a key's proof
// taken in the second it expires; a federation not told that a member co-op votes
// more slowly now; an amended draft that keeps its seconds; a new key written down
// before its proof is checked; an import that forgets seconders; a co-op that can't
// vote in its delegate's place; a delegate beyond its scope, or after its co-op; a
// delegate's ballot taken for final; a veto that leaves its road open; a recovery
// that ends right after a gap, or with one guardian too few, or leaves a thief's
// guardians waiting; parties who vote on their case; a suspended member who votes;
// an expelled one who keeps a power; a ballot counted in the class of now; a member
// who loses its vote unasked; a past on the roll forgotten while a vote needs it; a
// scrutineers' ballot in place of a member's own.
package simulation
