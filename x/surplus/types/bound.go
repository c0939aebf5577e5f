package types

// Bound says what a step's amount was held to.
type Bound string

// The bounds of a step, of which the last that changed the amount is said.
const (
	BoundNone      Bound = ""
	BoundMin       Bound = "min"
	BoundMax       Bound = "max"
	BoundTarget    Bound = "target"
	BoundRemaining Bound = "remaining"
)
