package types_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

// fill sets a field to something that is not zero.
func fill(value reflect.Value) {
	switch value.Kind() {
	case reflect.String:
		value.SetString(value.String() + "x")
	case reflect.Bool:
		value.SetBool(!value.Bool())
	case reflect.Int32, reflect.Int64:
		value.SetInt(value.Int() + 1)
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		value.SetUint(value.Uint() + 1)
	case reflect.Pointer:
		value.Set(reflect.New(value.Type().Elem()))
		fill(value.Elem())
	case reflect.Struct:
		fill(value.Field(0))
	case reflect.Slice:
		grown := reflect.MakeSlice(value.Type(), value.Len()+1, value.Len()+1)
		reflect.Copy(grown, value)
		fill(grown.Index(value.Len()))
		value.Set(grown)
	}
}

func TestEveryFieldOfACharterBelongsToOnePart(t *testing.T) {
	charter := testutil.WorkerCharter()
	for i := range reflect.TypeFor[types.Charter]().NumField() {
		changed := charter
		changed.Classes = slices.Clone(charter.Classes)
		fill(reflect.ValueOf(&changed).Elem().Field(i))
		parts := charter.ChangedParts(changed)
		require.Len(t, parts, 1, "field %s", reflect.TypeFor[types.Charter]().Field(i).Name)
		_, err := types.PartByName(parts[0])
		require.NoError(t, err, "field %s belongs to no part; name its part in parts.go", reflect.TypeFor[types.Charter]().Field(i).Name)
	}
	require.Empty(t, charter.ChangedParts(charter))
}

func TestWhomAClassIsForIsEntrenched(t *testing.T) {
	charter := testutil.WorkerCharter()
	for i := range reflect.TypeFor[types.Class]().NumField() {
		field := reflect.TypeFor[types.Class]().Field(i).Name
		if field == "Id" {
			continue
		}
		changed := charter
		changed.Classes = slices.Clone(charter.Classes)
		fill(reflect.ValueOf(&changed.Classes[0]).Elem().Field(i))
		want := types.PartAdmission
		if slices.Contains([]string{"Name", "Votes", "Admits"}, field) {
			want = types.PartClasses
		}
		require.Equal(t, []string{want}, charter.ChangedParts(changed), field)
	}
	more := charter
	more.Classes = append(slices.Clone(charter.Classes), types.Class{Id: 3, Name: "users", Admits: types.MemberKind_MEMBER_KIND_PERSON})
	require.Equal(t, []string{types.PartClasses}, charter.ChangedParts(more), "a new class")
	require.Equal(t, []string{types.PartClasses}, more.ChangedParts(charter), "a class less")
}

func TestDemandsOfAChange(t *testing.T) {
	charter := testutil.WorkerCharter()
	charter.Amendments = []types.Amendment{{Part: "admission", Rule: "ordinary"}, {Part: "identity", Rule: "special"}}
	require.NoError(t, charter.Validate(types.DefaultParams()))
	for _, tc := range []struct {
		name       string
		parts      []string
		rules      []string
		entrenched bool
	}{
		{"success - a policy with a rule of its own", []string{"admission"}, []string{"ordinary"}, false},
		{"success - two of them", []string{"admission", "identity"}, []string{"ordinary", "special"}, false},
		{"success - a policy that is not named", []string{"proposals"}, nil, true},
		{"success - an entrenched part", []string{"rules"}, nil, true},
		{"success - a policy and an entrenched part", []string{"admission", "classes"}, []string{"ordinary"}, true},
		{"success - what no part takes", []string{"other"}, nil, true},
		{"success - nothing", nil, nil, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			demands := charter.DemandsOfChange(tc.parts)
			require.Equal(t, tc.rules, demands.Rules)
			require.Equal(t, tc.entrenched, demands.Entrenched)
		})
	}
	// Even a charter that slipped past validation can't loosen what is entrenched.
	charter.Amendments = []types.Amendment{{Part: "amendments", Rule: "ordinary"}, {Part: "classes", Rule: "ordinary"}, {Part: "rules", Rule: "ordinary"}}
	require.True(t, charter.DemandsOfChange([]string{"amendments"}).Entrenched)
	require.True(t, charter.DemandsOfChange([]string{"classes"}).Entrenched)
	require.True(t, charter.DemandsOfChange([]string{"rules"}).Entrenched)
}

func TestAmendmentsAreValidated(t *testing.T) {
	for name, tc := range map[string]struct {
		amendments []types.Amendment
		refusal    error
	}{
		"error - unknown part":             {[]types.Amendment{{Part: "bridge", Rule: "ordinary"}}, types.ErrInvalidCharter},
		"error - unknown rule":             {[]types.Amendment{{Part: "admission", Rule: "lax"}}, types.ErrInvalidCharter},
		"error - entrenched: rules":        {[]types.Amendment{{Part: "rules", Rule: "special"}}, types.ErrBelowFloor},
		"error - entrenched: classes":      {[]types.Amendment{{Part: "classes", Rule: "ordinary"}}, types.ErrBelowFloor},
		"error - entrenched: requirements": {[]types.Amendment{{Part: "requirements", Rule: "ordinary"}}, types.ErrBelowFloor},
		"error - entrenched: amendments":   {[]types.Amendment{{Part: "amendments", Rule: "ordinary"}}, types.ErrBelowFloor},
		"error - twice":                    {[]types.Amendment{{Part: "admission", Rule: "ordinary"}, {Part: "admission", Rule: "special"}}, types.ErrInvalidCharter},
		"error - out of order":             {[]types.Amendment{{Part: "identity", Rule: "ordinary"}, {Part: "admission", Rule: "special"}}, types.ErrInvalidCharter},
	} {
		t.Run(name, func(t *testing.T) {
			charter := testutil.WorkerCharter()
			charter.Amendments = tc.amendments
			err := charter.Validate(types.DefaultParams())
			require.ErrorIs(t, err, tc.refusal)
			require.Greater(t, len(err.Error()), len(tc.refusal.Error())+20)
		})
	}
}

func TestGenesisChecksCharterVersions(t *testing.T) {
	build := func(change func(*types.GenesisState)) error {
		state := testutil.Genesis()
		second := types.GenesisCharter{CoopId: 2, Version: 2, Charter: state.Charters[1].Charter}
		state.Charters = slices.Insert(state.Charters, 2, second)
		state.CharterVersions = []types.CharterVersion{{
			CoopId: 2, Version: 2, State: types.CharterState_CHARTER_STATE_EFFECTIVE, AdoptedAt: testutil.Start, DueAt: testutil.Start,
			EffectiveAt: testutil.Start, ReplacedVersion: 1, Parts: []string{"identity"},
		}}
		state.Coops[1].CharterVersion = 2
		change(&state)
		return state.Validate()
	}
	require.NoError(t, build(func(*types.GenesisState) {}))
	for name, change := range map[string]func(*types.GenesisState){
		"error - no history":              func(s *types.GenesisState) { s.CharterVersions = nil },
		"error - history of version 1":    func(s *types.GenesisState) { s.CharterVersions[0].Version = 1 },
		"error - history of nobody":       func(s *types.GenesisState) { s.CharterVersions[0].CoopId = 99 },
		"error - history of no version":   func(s *types.GenesisState) { s.CharterVersions[0].Version = 3 },
		"error - twice":                   func(s *types.GenesisState) { s.CharterVersions = append(s.CharterVersions, s.CharterVersions[0]) },
		"error - in force and waiting":    func(s *types.GenesisState) { s.CharterVersions[0].State = types.CharterState_CHARTER_STATE_ADOPTED },
		"error - in force and failed":     func(s *types.GenesisState) { s.CharterVersions[0].State = types.CharterState_CHARTER_STATE_FAILED },
		"error - no state":                func(s *types.GenesisState) { s.CharterVersions[0].State = 0 },
		"error - unknown state":           func(s *types.GenesisState) { s.CharterVersions[0].State = 9 },
		"error - due before adopted":      func(s *types.GenesisState) { s.CharterVersions[0].DueAt-- },
		"error - replaced nothing":        func(s *types.GenesisState) { s.CharterVersions[0].ReplacedVersion = 0 },
		"error - replaced itself":         func(s *types.GenesisState) { s.CharterVersions[0].ReplacedVersion = 2 },
		"error - restores a later one":    func(s *types.GenesisState) { s.CharterVersions[0].RestoresVersion = 3 },
		"error - effective before it was": func(s *types.GenesisState) { s.CharterVersions[0].EffectiveAt-- },
		"error - annulled in force":       func(s *types.GenesisState) { s.CharterVersions[0].State = types.CharterState_CHARTER_STATE_ANNULLED },
		"error - decision without officer": func(s *types.GenesisState) {
			s.CharterVersions[0].Annulment = &types.Document{Uri: "https://court.example", Sha256: make([]byte, 32)}
		},
		"error - not registered":                    func(s *types.GenesisState) { s.CharterVersions[0].OnRegistration = true },
		"error - failed of something and in force":  func(s *types.GenesisState) { s.CharterVersions[0].ErrorCode = 12 },
		"error - parts out of order":                func(s *types.GenesisState) { s.CharterVersions[0].Parts = []string{"rules", "classes"} },
		"error - version that isn't there in force": func(s *types.GenesisState) { s.Coops[1].CharterVersion = 3 },
	} {
		t.Run(name, func(t *testing.T) {
			err := build(change)
			require.ErrorIs(t, err, types.ErrInvalidGenesis)
			require.True(t, strings.Contains(err.Error(), "charter") || strings.Contains(err.Error(), "histor"), err.Error())
		})
	}
}
