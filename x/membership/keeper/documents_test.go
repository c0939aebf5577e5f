package keeper_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/types"
)

func publication(by, name, text string) *types.MsgPublishDocument {
	return &types.MsgPublishDocument{
		Authority: by, CoopId: north, Kind: types.DocumentKind_DOCUMENT_KIND_MINUTES, Name: name,
		File: types.Document{Uri: "https://north.coop/" + name, Sha256: sum(text)},
	}
}

func withdrawal(by string, id uint64, version uint32) *types.MsgWithdrawDocument {
	return &types.MsgWithdrawDocument{Authority: by, CoopId: north, DocumentId: id, Version: version}
}

func (l *ledger) documents() []types.PublishedDocument {
	l.t.Helper()
	answer, err := l.query.Documents(l.ctx, &types.QueryDocumentsRequest{Coop: "north"})
	require.NoError(l.t, err)
	return answer.Documents
}

func (l *ledger) byHash(text, coop string) []types.FoundDocument {
	l.t.Helper()
	answer, err := l.query.DocumentsByHash(l.ctx, &types.QueryDocumentsByHashRequest{Sha256: hex.EncodeToString(sum(text)), Coop: coop})
	require.NoError(l.t, err)
	return answer.Found
}

func TestRegisterOfDocuments(t *testing.T) {
	l := newCases(t)
	l.grantPower(carol, types.PowerPublish)
	response := l.send(nil, publication(key("carol"), "assembly-2026", "draft")).(*types.MsgPublishDocumentResponse)
	require.Equal(t, types.MsgPublishDocumentResponse{DocumentId: 1, Version: 1}, *response)
	l.elapse(day)
	response = l.send(nil, publication(account(north), "assembly-2026", "signed")).(*types.MsgPublishDocumentResponse)
	require.Equal(t, types.MsgPublishDocumentResponse{DocumentId: 1, Version: 2}, *response)
	bylaws := publication(account(north), "assembly-2026", "signed")
	bylaws.Kind = types.DocumentKind_DOCUMENT_KIND_BYLAWS
	response = l.send(nil, bylaws).(*types.MsgPublishDocumentResponse)
	require.EqualValues(t, 2, response.DocumentId, "the same name, of another kind, is another document")

	require.Equal(t, []types.PublishedDocument{
		{CoopId: north, DocumentId: 1, Kind: types.DocumentKind_DOCUMENT_KIND_MINUTES, Name: "assembly-2026", Versions: 2, CurrentVersion: 2},
		{CoopId: north, DocumentId: 2, Kind: types.DocumentKind_DOCUMENT_KIND_BYLAWS, Name: "assembly-2026", Versions: 1, CurrentVersion: 1},
	}, l.documents())
	versions, err := l.query.DocumentVersions(l.ctx, &types.QueryDocumentVersionsRequest{Coop: "north", DocumentId: 1})
	require.NoError(t, err)
	require.Len(t, versions.Versions, 2)
	require.Equal(t, carol, versions.Versions[0].PublisherMemberId)
	require.Equal(t, key("carol"), versions.Versions[0].PublishedBy)
	require.Zero(t, versions.Versions[1].PublisherMemberId)
	require.EqualValues(t, 1, versions.Versions[1].Supersedes)

	require.Len(t, l.byHash("signed", ""), 2)
	require.Len(t, l.byHash("draft", "north"), 1)
	require.Empty(t, l.byHash("draft", "east"))
	require.Empty(t, l.byHash("forged", ""), "a file that was changed by one letter is in no register")
	l.sameAfterImport()

	l.send(nil, withdrawal(key("carol"), 1, 2))
	require.Zero(t, l.documents()[0].CurrentVersion)
	found := l.byHash("signed", "north")
	require.NotZero(t, found[0].Version.WithdrawnAt, "its hash stays")
	require.Equal(t, key("carol"), found[0].Version.WithdrawnBy)
	l.sameAfterImport()
	l.send(nil, publication(account(north), "assembly-2026", "signed"))
	require.EqualValues(t, 3, l.documents()[0].CurrentVersion)
	l.sameAfterImport()
}

func TestRefusedDocuments(t *testing.T) {
	for _, tc := range []struct {
		name    string
		change  func(*types.MsgPublishDocument)
		refusal error
	}{
		{"by a member without the power", func(m *types.MsgPublishDocument) { m.Authority = key("dora") }, types.ErrNotAllowed},
		{"by a stranger", func(m *types.MsgPublishDocument) { m.Authority = key("mallory") }, types.ErrNotAMember},
		{"by another co-op", func(m *types.MsgPublishDocument) { m.Authority = account(east) }, types.ErrNotAMember},
		{"in no co-op", func(m *types.MsgPublishDocument) { m.CoopId = 99 }, types.ErrUnknownCoop},
		{"of no kind", func(m *types.MsgPublishDocument) { m.Kind = 0 }, types.ErrNotPublishable},
		{"of no known kind", func(m *types.MsgPublishDocument) { m.Kind = 7 }, types.ErrNotPublishable},
		{"without a name", func(m *types.MsgPublishDocument) { m.Name = " " }, types.ErrNotPublishable},
		{"with a name that looks like another", func(m *types.MsgPublishDocument) { m.Name += " " }, types.ErrNotPublishable},
		{"with a name too long", func(m *types.MsgPublishDocument) { m.Name = strings.Repeat("a", 1_000) }, types.ErrNotPublishable},
		{"without a hash", func(m *types.MsgPublishDocument) { m.File.Sha256 = nil }, types.ErrNotPublishable},
		{"with half a hash", func(m *types.MsgPublishDocument) { m.File.Sha256 = m.File.Sha256[:16] }, types.ErrNotPublishable},
		{"that is there already", func(m *types.MsgPublishDocument) { m.File.Sha256 = sum("signed") }, types.ErrNotPublishable},
	} {
		t.Run("error - "+tc.name, func(t *testing.T) {
			l := newCases(t)
			l.send(nil, publication(account(north), "assembly-2026", "signed"))
			message := publication(account(north), "assembly-2026", "other")
			tc.change(message)
			l.send(tc.refusal, message)
		})
	}
	t.Run("error - more than the register holds", func(t *testing.T) {
		l := newCases(t)
		l.setParams(func(p *types.Params) { p.MaxDocumentVersionsPerCoop = 2 })
		l.send(nil, publication(account(north), "one", "1"))
		l.send(nil, publication(account(north), "one", "2"))
		l.send(types.ErrTooManyDocuments, publication(account(north), "two", "1"))
		l.sameAfterImport()
	})
	t.Run("error - withdrawals", func(t *testing.T) {
		l := newCases(t)
		l.send(nil, publication(account(north), "one", "1"))
		l.send(types.ErrUnknownDocument, withdrawal(account(north), 2, 1))
		l.send(types.ErrUnknownDocument, withdrawal(account(north), 1, 2))
		l.send(types.ErrNotAllowed, withdrawal(key("dora"), 1, 1))
		l.send(types.ErrNotAMember, withdrawal(account(east), 1, 1))
		l.send(nil, withdrawal(account(north), 1, 1))
		l.send(types.ErrAlreadyWithdrawn, withdrawal(account(north), 1, 1))
	})
	t.Run("error - questions", func(t *testing.T) {
		l := newCases(t)
		for _, asked := range []string{"", "zz", "00ff", strings.Repeat("g", 64)} {
			_, err := l.query.DocumentsByHash(l.ctx, &types.QueryDocumentsByHashRequest{Sha256: asked})
			require.ErrorIs(t, err, types.ErrInvalidHash)
		}
		_, err := l.query.DocumentVersions(l.ctx, &types.QueryDocumentVersionsRequest{Coop: "north", DocumentId: 1})
		require.ErrorIs(t, err, types.ErrUnknownDocument)
	})
}
