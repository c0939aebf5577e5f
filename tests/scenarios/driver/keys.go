package driver

import (
	"fmt"
	"strings"
)

// inKeyring is where the keys of a local network lie.
var inKeyring = []string{"--keyring-backend", "test"}

// NewKey makes a key for somebody who owns nothing.
func (s *Scenario) NewKey(name string) {
	s.Coopd(append([]string{"keys", "add", name, "--output", "json"}, inKeyring...)...)
}

// AddressOf a key, also of one made since the network began.
func (s *Scenario) AddressOf(name string) string {
	if known, found := s.addresses.Load(name); found {
		return fmt.Sprint(known)
	}
	address := strings.TrimSpace(s.Coopd(append([]string{"keys", "show", name, "--address"}, inKeyring...)...))
	s.addresses.Store(name, address)
	return address
}

// ProveKey has a key agree to act for a member of a co-op, and returns the file
// that says so.
func (s *Scenario) ProveKey(coop, name string, arguments ...string) string {
	arguments = append([]string{"tx", "membership", "prove-key", coop, "--from", name}, arguments...)
	return s.WriteFile(name+".json", []byte(s.Coopd(append(arguments, inKeyring...)...)))
}
