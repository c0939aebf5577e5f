package types

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// The event of a ballot is made by hand; it must not differ from the others in
// anything, or those who read events would miss it.
func TestEventVotedIsTyped(t *testing.T) {
	for replaced := range Choice_name {
		for choice := range Choice_name {
			for _, number := range []uint64{0, 1, 4_096, math.MaxUint64} {
				event := &EventVoted{
					ResolutionId: number, MemberId: number ^ 1, Choice: Choice(choice), Replaced: Choice(replaced),
				}
				typed, err := sdk.TypedEventToEvent(event)
				require.NoError(t, err)
				require.Equal(t, typed, event.Event())
			}
		}
	}
}
