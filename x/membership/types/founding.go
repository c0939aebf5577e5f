package types

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
)

// MaxFoundingKeys is how many keys one founding can name. The SDK resolves at
// most 100 packed values in a transaction: the keys, and each message on the way
// to them, of which resolutions within resolutions and others beside them need some.
const MaxFoundingKeys = 90

// FounderPlace is a place in a co-op that is being founded, as its founders sign it.
type FounderPlace struct {
	// Class name in the charter.
	Class string
	// Addresses of the founder's keys, in the order of the message.
	Addresses []string
	// MinorUntil and Guardian of a founder who is not of age; zero and empty for others.
	MinorUntil int64
	Guardian   string
	// Holders of a joint place; zero or one for one person.
	Holders uint32
}

// FoundingClaim is all that a co-op is founded with, but for who pays. Each
// founder's proof names it, so that nobody founds the co-op with another
// charter, with other founders, or with two persons' keys in one place.
type FoundingClaim struct {
	chainID, slug           string
	places                  []FounderPlace
	charterSum, foundersSum string
}

// NewFoundingClaim hashes what is founded. It refuses addresses of other ledgers.
func NewFoundingClaim(chainID, slug string, charter Charter, places []FounderPlace) (FoundingClaim, error) {
	encoded, err := charter.Marshal()
	if err != nil {
		return FoundingClaim{}, err
	}
	list, err := FoundersText(places)
	if err != nil {
		return FoundingClaim{}, err
	}
	return FoundingClaim{
		chainID: chainID, slug: slug, places: places,
		charterSum: sumText(encoded), foundersSum: sumText([]byte(list)),
	}, nil
}

func sumText(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// FoundersText lists the places of a founding, a line each. Class names are
// words and addresses are written in lower case, so no two lists read alike.
func FoundersText(places []FounderPlace) (string, error) {
	var list strings.Builder
	for i, place := range places {
		fmt.Fprintf(&list, "Founder %d: class %s, keys", i+1, place.Class)
		for _, text := range place.Addresses {
			account, err := AddressBytes(text)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&list, " %s", AddressText(account))
		}
		if place.MinorUntil != 0 {
			fmt.Fprintf(&list, ", minor until %d", place.MinorUntil)
		}
		if place.Guardian != "" {
			account, err := AddressBytes(place.Guardian)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&list, ", guardian %s", AddressText(account))
		}
		if place.Holders > 1 {
			fmt.Fprintf(&list, ", held by %d", place.Holders)
		}
		list.WriteString("\n")
	}
	return list.String(), nil
}

// FounderPlaces are the places of a founding message.
func FounderPlaces(founders []NewMember) ([]FounderPlace, error) {
	places := make([]FounderPlace, 0, len(founders))
	for _, founder := range founders {
		place := FounderPlace{
			Class: founder.Class, MinorUntil: founder.MinorUntil, Guardian: founder.Guardian, Holders: founder.Holders,
		}
		for _, proof := range founder.Keys {
			account, err := proof.Account()
			if err != nil {
				return nil, err
			}
			place.Addresses = append(place.Addresses, AddressText(account))
		}
		places = append(places, place)
	}
	return places, nil
}

// Text is what the key of a founder signs; numbers are from 1. Expiry is chain
// time in seconds.
func (c FoundingClaim) Text(number int, address string, expiresAt int64) string {
	return fmt.Sprintf("Coop Ledger: this key founds a co-op.\nLedger: %s\nCo-op: %s\nMember: founder %d of %d, class %s\nCharter: %s\nFounders: %s\nKey: %s\nExpires: %d",
		c.chainID, c.slug, number, len(c.places), c.places[number-1].Class, c.charterSum, c.foundersSum, address, expiresAt)
}

// PlaceOf finds the founder to whom a key belongs; numbers are from 1.
func (c FoundingClaim) PlaceOf(key []byte) (int, error) {
	for i, place := range c.places {
		for _, text := range place.Addresses {
			account, err := AddressBytes(text)
			if err != nil {
				return 0, err
			}
			if string(account) == string(key) {
				return i + 1, nil
			}
		}
	}
	return 0, ErrInvalidFounders.Wrapf("%s is not among the founders' keys of %s; add it to the list, and let every founder sign the new list",
		AddressText(key), c.slug)
}

// SignFounderProof makes the proof of a founder (numbers are from 1) off chain.
// Sign returns a 64-byte signature by pubKey over the bytes it is given.
func SignFounderProof(
	claim FoundingClaim, number int, pubKey cryptotypes.PubKey, expiresAt int64, sign func([]byte) ([]byte, error),
) (KeyProof, error) {
	text := func(address string) string { return claim.Text(number, address, expiresAt) }
	return signProof(pubKey, expiresAt, text, sign)
}

// VerifyFounderProof returns the address that the proof of a founder is for, or
// why it is refused. Now and the lifetime are chain time in seconds.
func VerifyFounderProof(
	proof KeyProof, claim FoundingClaim, number int, now int64, maxLifetimeSeconds uint64,
) ([]byte, error) {
	text := func(address string) string { return claim.Text(number, address, proof.ExpiresAt) }
	return verifyProof(proof, now, maxLifetimeSeconds, text)
}
