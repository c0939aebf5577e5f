// Package types has the messages, state and rules of membership that need no store.
package types

import (
	"encoding/binary"

	"cosmossdk.io/collections"

	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/address"
)

const (
	// ModuleName of the module that keeps who belongs.
	ModuleName = "membership"
	// StoreKey of the module's store.
	StoreKey = ModuleName

	// RootCoopID is the root federation: the first co-op, whose account is the
	// authority of everything on chain level.
	RootCoopID uint64 = 1
	// MinRootMembers is how many members the root federation keeps for ever once
	// it had them: with fewer, a third of the seats could never be lost.
	MinRootMembers uint64 = 4

	// AddressPrefix is the human-readable part of every account address.
	AddressPrefix = "coop"
)

// Prefixes of the store, by concern: limits, co-ops, members, officers,
// applications, used proofs, what federations know of their members, pins, what
// happens to places by itself, invitations and what protects keys,
// cases, documents.
var (
	ParamsPrefix     = collections.NewPrefix(0)
	NextCoopIDPrefix = collections.NewPrefix(1)

	CoopsPrefix        = collections.NewPrefix(10)
	SlugsPrefix        = collections.NewPrefix(11)
	CoopAccountsPrefix = collections.NewPrefix(12)
	ChartersPrefix     = collections.NewPrefix(13)
	RollsPrefix        = collections.NewPrefix(14)

	MembersPrefix = collections.NewPrefix(20)
	KeysPrefix    = collections.NewPrefix(21)
	PlacesPrefix  = collections.NewPrefix(22)

	ExternalIDsPrefix = collections.NewPrefix(23)
	TrusteesPrefix    = collections.NewPrefix(24)
	RejoinWaitsPrefix = collections.NewPrefix(25)

	GrantsPrefix = collections.NewPrefix(30)

	ApplicationsPrefix       = collections.NewPrefix(40)
	ApplicationExpiresPrefix = collections.NewPrefix(41)

	UsedProofsPrefix = collections.NewPrefix(42)
	VoteTimesPrefix  = collections.NewPrefix(43)
	DepthsPrefix     = collections.NewPrefix(44)

	PinsPrefix = collections.NewPrefix(50)

	PersonApplicationsPrefix = collections.NewPrefix(60)
	ApplicationNumbersPrefix = collections.NewPrefix(61)
	ApplicantsPrefix         = collections.NewPrefix(62)
	OpenApplicationsPrefix   = collections.NewPrefix(63)
	ClassDaysPrefix          = collections.NewPrefix(64)
	NoticesPrefix            = collections.NewPrefix(65)
	DatesPrefix              = collections.NewPrefix(66)
	WindowsPrefix            = collections.NewPrefix(67)
	ImportsPrefix            = collections.NewPrefix(68)
	OpenImportsPrefix        = collections.NewPrefix(69)
	InvitationsPrefix        = collections.NewPrefix(70)
	InvitationExpiresPrefix  = collections.NewPrefix(71)
	InvitationCountsPrefix   = collections.NewPrefix(72)
	ClaimsInBlockPrefix      = collections.NewPrefix(73)
	KeySafetiesPrefix        = collections.NewPrefix(74)
	RecoveriesPrefix         = collections.NewPrefix(75)
	KeyRemovalsPrefix        = collections.NewPrefix(76)
	KeyDeadlinesPrefix       = collections.NewPrefix(77)
	RecoveryCountsPrefix     = collections.NewPrefix(78)
	CharterVersionsPrefix    = collections.NewPrefix(100)
	WaitingChartersPrefix    = collections.NewPrefix(101)
	CharterDuePrefix         = collections.NewPrefix(102)
	CasesPrefix              = collections.NewPrefix(80)
	NextCaseIDPrefix         = collections.NewPrefix(81)
	CaseDeadlinesPrefix      = collections.NewPrefix(82)
	CaseWindowsPrefix        = collections.NewPrefix(83)
	CasesByCoopPrefix        = collections.NewPrefix(84)
	OpenCasesByCoopPrefix    = collections.NewPrefix(85)
	OpenCasesByChargerPrefix = collections.NewPrefix(86)
	ConductPrefix            = collections.NewPrefix(87)
	SuspensionEndsPrefix     = collections.NewPrefix(88)

	DocumentsPrefix        = collections.NewPrefix(90)
	DocumentVersionsPrefix = collections.NewPrefix(91)
	DocumentNamesPrefix    = collections.NewPrefix(92)
	DocumentHashesPrefix   = collections.NewPrefix(93)
	DocumentCountsPrefix   = collections.NewPrefix(94)
)

// addresses reads and writes addresses whatever prefix the process is set to.
var addresses = addresscodec.NewBech32Codec(AddressPrefix)

// CoopAccount is the address that only a co-op's own decisions sign for. No
// key exists for it: it is the hash of the co-op's id.
func CoopAccount(id uint64) sdk.AccAddress {
	return address.Module("coop", binary.BigEndian.AppendUint64(nil, id))
}

// CoopAddress is a co-op's account in text.
func CoopAddress(id uint64) string { return AddressText(CoopAccount(id)) }

// AddressText writes an address as text; empty for no bytes or too many.
func AddressText(account []byte) string {
	text, err := addresses.BytesToString(account)
	if err != nil {
		return ""
	}
	return text
}

// AddressBytes reads an address. Addresses are always compared as these bytes:
// one account has two spellings, in lower and in upper case.
func AddressBytes(text string) ([]byte, error) {
	account, err := addresses.StringToBytes(text)
	if err != nil {
		return nil, ErrInvalidAddress.Wrapf("%q is not an address of this ledger: %s; addresses begin with %s1",
			text, err, AddressPrefix)
	}
	return account, nil
}
