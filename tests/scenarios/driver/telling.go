package driver

import (
	"bytes"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
)

// failure ends a scenario.
type failure struct{ reason error }

// attempt turns a failure, and any fault of the scenario itself, into an error:
// whatever happens, the nodes are stopped.
func (s *Scenario) attempt(part func()) (err error) {
	defer func() {
		switch caught := recover().(type) {
		case nil:
		case failure:
			err = caught.reason
		default:
			err = fmt.Errorf("the scenario itself broke: %v\n%s", caught, debug.Stack())
		}
	}()
	part()
	return nil
}

// Tell says what happens next.
func (s *Scenario) Tell(format string, values ...any) {
	s.Print("%5s  %s\n", s.elapsed(), fmt.Sprintf(format, values...))
}

// Act begins a new part of the story.
func (s *Scenario) Act(title string) { s.Print("\n== %s\n", title) }

// Print what is no sentence, such as a table.
func (s *Scenario) Print(format string, values ...any) { _, _ = fmt.Fprintf(s.told, format, values...) }

// Fail ends the scenario.
func (s *Scenario) Fail(format string, values ...any) {
	panic(failure{fmt.Errorf(format, values...)})
}

// Must ends the scenario on an error.
func (s *Scenario) Must(err error) {
	if err != nil {
		panic(failure{err})
	}
}

// Expect ends the scenario unless what was told is so.
func (s *Scenario) Expect(is bool, format string, values ...any) {
	if !is {
		s.Fail("surprise: "+format, values...)
	}
}

// Together does several things at once and waits for all.
func (s *Scenario) Together(parts ...func()) {
	errs := make([]error, len(parts))
	var waiting sync.WaitGroup
	for i, part := range parts {
		waiting.Add(1)
		go func() {
			defer waiting.Done()
			errs[i] = s.attempt(part)
		}()
	}
	waiting.Wait()
	s.Must(errors.Join(errs...))
}

// SideBySide plays several stories at once, so that their waiting overlaps, and
// tells them one after the other: the first as it happens, the others when all have
// ended, whatever became of them.
func (s *Scenario) SideBySide(stories ...func(*Scenario)) {
	parts := make([]func(), len(stories))
	for i, story := range stories {
		own := *s
		if i > 0 {
			later := new(bytes.Buffer)
			own.told = later
			defer func() { s.Print("%s", later) }()
		}
		parts[i] = func() { story(&own) }
	}
	s.Together(parts...)
}
