package types

import "strings"

// Powers that a co-op can give to its members for a term.
const (
	// PowerAdmit lets an officer admit and invite members, where the charter lets
	// officers do so.
	PowerAdmit = "admit"
	// PowerAppeals makes a member of the committee that decides appeals.
	PowerAppeals = "appeals"
	// PowerBoard makes a member of the board.
	PowerBoard = "board"
	// PowerBook lets an officer keep the co-op's book: classify receipts alone, and
	// post with another what moves no coin.
	PowerBook = "book"
	// PowerBreak lets some members of the root federation together switch a kind
	// of message off for a while.
	PowerBreak = "break"
	// PowerCharge lets an officer charge a member, and record that a charge was
	// delivered which others have brought.
	PowerCharge = "charge"
	// PowerFreeze lets an officer freeze a member's money for a time, where the
	// charter has freezing.
	PowerFreeze = "freeze"
	// PowerLapse lets an officer give notice that a membership lapses, on the
	// charter's grounds.
	PowerLapse = "lapse"
	// PowerPay lets an officer ask for or approve payments out of budgets that name
	// the power. The members' resolution that opens a budget says which of the two.
	PowerPay = "pay"
	// PowerPublish lets an officer publish and withdraw documents, and record what
	// happened off chain: a register's confirmation, a court's decision.
	PowerPublish = "publish"
	// PowerRecordPatronage lets an officer record what members have done with the co-op.
	PowerRecordPatronage = "record_patronage"
	// PowerRegister lets an officer record, with another, that a member has died or
	// that a body exists no longer.
	PowerRegister = "register"
	// PowerSuspend lets an officer suspend a member before its case is decided,
	// where the charter allows that.
	PowerSuspend = "suspend"
	// PowerVote lets a member speak for its co-op where the co-op is a member.
	PowerVote = "vote"
)

const (
	// PowerChair lets an officer adjourn and close general meetings and record their minutes.
	PowerChair = "chair"
	// PowerConvene lets an officer convene general meetings too.
	PowerConvene = "convene"
	// PowerScrutineer lets an officer enter, together with another, who is
	// present at a meeting and the ballots cast there by hand or on paper.
	PowerScrutineer = "scrutineer"
)

// Powers lists every power there is, in the order of their names.
func Powers() []string {
	return []string{
		PowerAdmit,
		PowerAppeals,
		PowerBoard,
		PowerBook,
		PowerBreak,
		PowerChair,
		PowerCharge,
		PowerConvene,
		PowerFreeze,
		PowerLapse,
		PowerPay,
		PowerPublish,
		PowerRecordPatronage,
		PowerRegister,
		PowerScrutineer,
		PowerSuspend,
		PowerVote,
	}
}

// ValidatePower refuses names that are not powers.
func ValidatePower(name string) error {
	for _, power := range Powers() {
		if power == name {
			return nil
		}
	}
	return ErrUnknownPower.Wrapf("%q is not a power; the powers are %s", name, strings.Join(Powers(), ", "))
}
