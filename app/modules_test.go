package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/coopledger/coopledger/testutil/ledger"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// H37. One module writes validator updates, at genesis and at the end of a block.
// The SDK halts the chain when it meets a second one; here there is none.
func TestH37OneModuleWritesValidatorUpdates(t *testing.T) {
	node := ledger.Open(t, ledger.Setup{}).App
	var atGenesis, atEndOfBlock []string
	for name, m := range node.Modules().Modules {
		if _, writes := m.(module.HasABCIGenesis); writes {
			atGenesis = append(atGenesis, name)
		}
		if _, writes := m.(module.HasABCIEndBlock); writes {
			atEndOfBlock = append(atEndOfBlock, name)
		}
	}
	require.Equal(t, []string{validatorstypes.ModuleName}, atGenesis)
	require.Equal(t, []string{validatorstypes.ModuleName}, atEndOfBlock)
}
