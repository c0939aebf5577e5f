package driver

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStoriesSideBySideAreToldOneAfterTheOther(t *testing.T) {
	told := new(bytes.Buffer)
	s := &Scenario{shared: &shared{}, told: told}
	other := make(chan struct{})
	s.SideBySide(
		func(s *Scenario) {
			<-other
			s.Act("first")
		},
		func(s *Scenario) {
			s.Act("second")
			close(other)
		},
	)
	require.Equal(t, "\n== first\n\n== second\n", told.String(), "the second had ended before the first began")

	told.Reset()
	err := s.attempt(func() {
		s.SideBySide(
			func(s *Scenario) { s.Fail("it went wrong") },
			func(s *Scenario) { s.Act("second") },
		)
	})
	require.Equal(t, errors.Join(errors.New("it went wrong")), err)
	require.Equal(t, "\n== second\n", told.String(), "what came before a failure is told")
}
