package cli_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/charters"
	"github.com/coopledger/coopledger/x/membership/types"
)

// Charter answers with the preset of worker co-ops as the fourth version.
func (n *node) Charter(_ context.Context, req *types.QueryCharterRequest) (*types.QueryCharterResponse, error) {
	if _, found := n.coops[req.Coop]; !found {
		return nil, types.ErrUnknownCoop
	}
	charter, err := charters.Preset("worker")
	return &types.QueryCharterResponse{Version: 4, Charter: charter}, err
}

// proposed is the one message of a proposal that a command writes.
func (d *desk) proposed(out string) (coop, title string, message sdk.Msg) {
	d.t.Helper()
	var proposal struct {
		Coop, Title, Summary string
		Messages             []map[string]any
	}
	decoder := yaml.NewDecoder(strings.NewReader(out))
	decoder.KnownFields(true)
	require.NoError(d.t, decoder.Decode(&proposal), out)
	require.Len(d.t, proposal.Messages, 1)
	text, err := json.Marshal(proposal.Messages[0])
	require.NoError(d.t, err)
	require.NoError(d.t, d.client.Codec.UnmarshalInterfaceJSON(text, &message))
	return proposal.Coop, proposal.Title, message
}

func TestAmendCharter(t *testing.T) {
	d := newDesk(t)
	preset, err := charters.PresetFile("worker")
	require.NoError(t, err)
	inForce, err := charters.Preset("worker")
	require.NoError(t, err)
	replaced := func(pairs ...string) string {
		text := string(preset)
		for i := 0; i < len(pairs); i += 2 {
			require.Contains(t, text, pairs[i])
		}
		return strings.NewReplacer(pairs...).Replace(text)
	}
	renamed := inForce
	renamed.Name = "North"
	longer := renamed
	longer.Rules = append([]types.DecisionRule{}, inForce.Rules...)
	for i := range longer.Rules {
		if longer.Rules[i].Name == "ordinary" {
			longer.Rules[i].VotingPeriodSeconds = 6 * 86_400
		}
	}
	file := d.write("charter.yaml", replaced("name: Worker co-op\n", "name: North\n", "voting_period: 5 days", "voting_period: 6 days"))

	cases := []struct {
		name  string
		args  []string
		title string
		want  types.MsgAmendCharter
	}{
		{"success - the whole file", []string{file}, "Amend the charter: identity, rules", types.MsgAmendCharter{Charter: longer}},
		{"success - one part of it", []string{file, "--part", "identity"}, "Amend the charter: identity", types.MsgAmendCharter{Charter: renamed}},
		{"success - two parts of it", []string{file, "--part", "rules", "--part", "identity"}, "Amend the charter: identity, rules", types.MsgAmendCharter{Charter: longer}},
		{
			"success - on a date",
			[]string{file, "--part", "identity", "--effective-at", "2027-01-01T01:00:00+01:00"},
			"Amend the charter: identity",
			types.MsgAmendCharter{Charter: renamed, EffectiveAt: 1_798_761_600},
		},
		{
			"success - once registered",
			[]string{file, "--part", "identity", "--on-registration"},
			"Amend the charter: identity",
			types.MsgAmendCharter{Charter: renamed, OnRegistration: true},
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			out, err := d.run(append([]string{"amend-charter", "north"}, tc.args...)...)
			require.NoError(t, err)
			coop, title, message := d.proposed(out)
			require.Equal(t, "north", coop)
			require.Equal(t, tc.title, title)
			amendment, ok := message.(*types.MsgAmendCharter)
			require.True(t, ok)
			tc.want.Authority, tc.want.CoopId, tc.want.BaseVersion = types.CoopAddress(2), 2, 4
			require.True(t, tc.want.Charter.Equal(amendment.Charter), "%v", inForce.ChangedParts(amendment.Charter))
			tc.want.Charter, amendment.Charter = types.Charter{}, types.Charter{}
			require.Equal(t, &tc.want, amendment)
		})
	}
	for name, tc := range map[string]struct {
		args []string
		err  string
	}{
		"error - nothing changes":          {[]string{d.write("same.yaml", string(preset))}, "nothing would change: version 4"},
		"error - nothing of the part":      {[]string{file, "--part", "recovery"}, "nothing would change"},
		"error - no such part":             {[]string{file, "--part", "weather"}, "the parts are admission"},
		"error - not a charter":            {[]string{d.write("x.yaml", "weight: 2\n")}, "weight"},
		"error - no file":                  {[]string{"nowhere.yaml"}, "nowhere.yaml"},
		"error - a day without a time":     {[]string{file, "--effective-at", "2027-01-01"}, "like 2027-01-01T00:00:00Z"},
		"error - before there were clocks": {[]string{file, "--effective-at", "1969-01-01T00:00:00Z"}, "before 1970"},
		"error - a date and registration":  {[]string{file, "--effective-at", "2027-01-01T00:00:00Z", "--on-registration"}, "none of the others can be"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := d.run(append([]string{"amend-charter", "north"}, tc.args...)...)
			require.ErrorContains(t, err, tc.err)
			require.NotContains(t, out, "MsgAmendCharter")
		})
	}
	_, err = d.run("amend-charter", "nowhere", file)
	require.Error(t, err)
}

func TestCharterVersionsAreFollowed(t *testing.T) {
	d := newDesk(t)
	paper := d.write("paper.pdf", "the court has spoken\n")
	sum := sha256.Sum256([]byte("the court has spoken\n"))
	document := &types.Document{Uri: "https://north.example/p.pdf", Sha256: sum[:]}

	register := []string{"register-charter", "north", "5", paper, document.Uri}
	annul := []string{"annul-charter", "2", "5", paper, document.Uri}
	require.Equal(t, &types.MsgRegisterCharter{Authority: d.address, CoopId: 2, Version: 5, Evidence: document}, d.message(register...))
	require.Equal(t, &types.MsgAnnulCharter{Authority: d.address, CoopId: 2, Version: 5, Decision: document}, d.message(annul...))
	for name, tc := range map[string]struct {
		args []string
		want sdk.Msg
	}{
		"success - register": {append(register, "--resolution"), &types.MsgRegisterCharter{Authority: types.CoopAddress(2), CoopId: 2, Version: 5, Evidence: document}},
		"success - annul":    {append(annul, "--resolution"), &types.MsgAnnulCharter{Authority: types.CoopAddress(2), CoopId: 2, Version: 5, Decision: document}},
		"success - withdraw": {[]string{"withdraw-charter", "north", "5"}, &types.MsgWithdrawCharter{Authority: types.CoopAddress(2), CoopId: 2, Version: 5}},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := d.run(tc.args...)
			require.NoError(t, err)
			coop, _, message := d.proposed(out)
			require.Equal(t, "north", coop)
			require.Equal(t, tc.want, message)
		})
	}
	for name, args := range map[string][]string{
		"error - no number":         {"register-charter", "north", "last", paper, document.Uri},
		"error - no file":           {"annul-charter", "north", "5", "nowhere.pdf", document.Uri},
		"error - a folder":          {"annul-charter", "north", "5", t.TempDir(), document.Uri},
		"error - unknown co-op":     {"withdraw-charter", "nowhere", "5"},
		"error - no such version":   {"withdraw-charter", "north", "v5"},
		"error - no document of it": {"register-charter", "north", "5"},
	} {
		t.Run(name, func(t *testing.T) {
			signed := args
			if args[0] != "withdraw-charter" {
				signed = append(signed, "--from", "anna", "--generate-only")
			}
			_, err := d.run(signed...)
			require.Error(t, err)
		})
	}
}
