//go:build rehearsal

package app_test

import (
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/testutil/ledger"
	"github.com/coopledger/coopledger/x/chain"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// migratedCopies are how often the migration runs. Go begins to walk a map at
// another entry each time: ten runs agree by chance where a map of nine co-ops
// decides once in millions.
const migratedCopies = 10

// H43. The migration runs on copies of one database, each in an application of
// its own, whose maps are walked in orders of their own. All come to one hash.
func TestH43AMigrationDependsOnNoMapOrder(t *testing.T) {
	setup := ledger.Federation()
	setup.DB = dbm.NewMemDB()
	l := ledger.New(t, setup)
	// This binary's genesis is up to date; the chain it upgrades was not.
	versions, err := l.App.Keepers().Upgrade.GetModuleVersionMap(l.Ctx())
	require.NoError(t, err)
	versions[chaintypes.ModuleName] = chain.ConsensusVersion
	require.NoError(t, l.App.Keepers().Upgrade.SetModuleVersionMap(l.Ctx(), versions))
	before, err := l.App.Keepers().Chain.Params.Get(l.Ctx())
	require.NoError(t, err)

	id := l.FederationProposes("large", &chaintypes.MsgScheduleUpgrade{
		Authority: membershiptypes.CoopAddress(membershiptypes.RootCoopID), Name: "rehearsal", BlocksAfterExecution: 1,
	})
	l.CoopVotes(id, governancetypes.Choice_CHOICE_YES, ledger.MemberCoops...)
	for l.Resolution(id).Status != governancetypes.Status_STATUS_EXECUTED {
		l.Block()
		require.Less(t, l.Height, int64(1_000), l.Resolution(id).Status)
	}

	hashes := make(map[string]int)
	for range migratedCopies {
		copied := setup
		copied.DB = copyOf(t, setup.DB)
		migrated := ledger.Open(t, copied)
		migrated.Time = l.Time
		migrated.Block()
		hashes[string(migrated.App.LastCommitID().Hash)]++
		after, err := migrated.App.Keepers().Chain.Params.Get(migrated.Ctx())
		require.NoError(t, err)
		require.Equal(t, 2*before.GapQuietBlocks, after.GapQuietBlocks, "x/chain is migrated")
	}
	require.Len(t, hashes, 1)
}

func copyOf(t *testing.T, db dbm.DB) dbm.DB {
	t.Helper()
	made := dbm.NewMemDB()
	entries, err := db.Iterator(nil, nil)
	require.NoError(t, err)
	defer entries.Close() //nolint:errcheck // it is in memory
	for ; entries.Valid(); entries.Next() {
		require.NoError(t, made.Set(entries.Key(), entries.Value()))
	}
	return made
}
