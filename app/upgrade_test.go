package app_test

import (
	"os"
	"path/filepath"
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/coopledger/coopledger/app"
	"github.com/coopledger/coopledger/testutil/ledger"
)

// H42. A node that stopped for an upgrade goes on only with a binary that knows it.
// That a real one does, and that it refuses before the height, is in tests/robustness.
func TestReleaseMustKnowTheUpgradeTheNodeStoppedFor(t *testing.T) {
	setup := ledger.Federation()
	setup.DB = dbm.NewMemDB()
	l := ledger.New(t, setup)
	for l.Height < 6 {
		l.Block()
	}
	for name, test := range map[string]struct {
		info string
		skip map[int64]bool
		says string
	}{
		"success - no upgrade": {},
		"error - due at the next height": {
			info: `{"name":"winter","height":7}`,
			says: `this coopd does not know the upgrade "winter", which this chain makes at height 7: start the release that is for it`,
		},
		"error - done long ago":                            {info: `{"name":"winter","height":3}`, says: `does not know the upgrade "winter"`},
		"success - the state was rolled back to before it": {info: `{"name":"winter","height":8}`},
		"success - skipped":                                {info: `{"name":"winter","height":7}`, skip: map[int64]bool{7: true}},
	} {
		t.Run(name, func(t *testing.T) {
			options := app.DefaultOptions()
			options.Home, options.SkipUpgradeHeights = t.TempDir(), test.skip
			require.NoError(t, os.MkdirAll(filepath.Join(options.Home, "data"), 0o755))
			if test.info != "" {
				require.NoError(t, os.WriteFile(filepath.Join(options.Home, "data", "upgrade-info.json"), []byte(test.info), 0o600))
			}
			node, err := app.New(log.NewNopLogger(), setup.DB, true, options)
			require.NoError(t, err, "its state can be read all the same")
			if err := node.CheckRelease(); test.says != "" {
				require.ErrorContains(t, err, test.says)
			} else {
				require.NoError(t, err)
			}
		})
	}
}
