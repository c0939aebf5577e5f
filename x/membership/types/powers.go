package types

import "strings"

// PowerAdmit lets an officer admit members, where the charter lets officers do so.
const PowerAdmit = "admit"

// Powers lists every power there is, in the order of their names.
func Powers() []string { return []string{PowerAdmit} }

// ValidatePower refuses names that are not powers.
func ValidatePower(name string) error {
	for _, power := range Powers() {
		if power == name {
			return nil
		}
	}
	return ErrUnknownPower.Wrapf("%q is not a power; the powers are %s", name, strings.Join(Powers(), ", "))
}
