package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/charters"
	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	flagTerm       = "term"
	flagPerDay     = "per-day"
	flagInTerm     = "in-term"
	flagFederation = "federation"
	flagSubject    = "subject"
	flagRule       = "rule"
)

// powerCommands make officers, and end their powers. The members alone decide it.
func powerCommands() []*cobra.Command {
	grant := byResolution("grant-power COOP MEMBER_ID POWER", "Write the proposal that gives a member a power for a term", "Grant a power", 2, granting)
	grant.Long = `Write the proposal that gives a member a power for a term, whole or narrowed: to
classes of members and so many uses a day or in the term (admit, charge, freeze,
lapse, suspend), or to federations, subjects and rules (vote). Nothing is sent.

  coopd tx membership grant-power bakery 7 admit --term "365 days" --class workers --per-day 5 > grant.yaml
  coopd tx governance propose grant.yaml --from ben`
	grant.Flags().String(flagTerm, "", `how long, from the execution on: "365 days"`)
	grant.Flags().StringSlice(flagClass, nil, "class of the members over whom the power reaches, by name; may be given several times")
	grant.Flags().Uint32(flagPerDay, 0, "how often it may be used in a day; 0 for no limit")
	grant.Flags().Uint32(flagInTerm, 0, "how often it may be used in the whole term; 0 for no limit")
	grant.Flags().StringSlice(flagFederation, nil, "federation in which a delegate may vote, by slug or id; may be given several times")
	grant.Flags().StringSlice(flagSubject, nil, "subject on which a delegate may vote; may be given several times")
	grant.Flags().StringSlice(flagRule, nil, "rule under which a delegate may vote; may be given several times")
	_ = grant.MarkFlagRequired(flagTerm)
	return []*cobra.Command{
		grant,
		byResolution("revoke-power COOP MEMBER_ID POWER", "Write the proposal that ends a member's power", "Revoke a power", 2, revoking),
	}
}

func granting(cmd *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	member, err := number(args[0], "a member")
	if err != nil {
		return nil, err
	}
	message := &types.MsgGrantPower{Authority: signer, CoopId: coop.Id, MemberId: member, Power: args[1]}
	if err := types.ValidatePower(message.Power); err != nil {
		return nil, err
	}
	term, err := cmd.Flags().GetString(flagTerm)
	if err != nil {
		return nil, err
	}
	if message.TermSeconds, err = charters.ParseDuration(term); err != nil {
		return nil, fmt.Errorf("--%s: %w", flagTerm, err)
	}
	if message.Scope, err = scopeFlags(cmd, coop); err != nil {
		return nil, err
	}
	if message.Limit, err = limitFlags(cmd); err != nil {
		return nil, err
	}
	if err := message.Scope.Validate(message.Power); err != nil {
		return nil, err
	}
	return message, message.Limit.Validate(message.Power)
}

func revoking(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	member, err := number(args[0], "a member")
	if err != nil {
		return nil, err
	}
	return &types.MsgRevokePower{Authority: signer, CoopId: coop.Id, MemberId: member, Power: args[1]}, types.ValidatePower(args[1])
}

// limitFlags is none where neither flag is given.
func limitFlags(cmd *cobra.Command) (*types.PowerLimit, error) {
	if !cmd.Flags().Changed(flagPerDay) && !cmd.Flags().Changed(flagInTerm) {
		return nil, nil
	}
	limit := &types.PowerLimit{}
	var err error
	if limit.PerDay, err = cmd.Flags().GetUint32(flagPerDay); err != nil {
		return nil, err
	}
	limit.InTerm, err = cmd.Flags().GetUint32(flagInTerm)
	return limit, err
}

// scopeFlags is none where no flag is given. Classes are looked up in the charter
// in force and federations on the ledger, since a grant holds their ids.
func scopeFlags(cmd *cobra.Command, coop types.Coop) (*types.Scope, error) {
	lists := map[string][]string{}
	given := false
	for _, name := range []string{flagClass, flagFederation, flagSubject, flagRule} {
		list, err := cmd.Flags().GetStringSlice(name)
		if err != nil {
			return nil, err
		}
		lists[name], given = list, given || len(list) > 0
	}
	if !given {
		return nil, nil
	}
	clientCtx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return nil, err
	}
	scope := &types.Scope{Subjects: lists[flagSubject], Rules: lists[flagRule]}
	for _, reference := range lists[flagFederation] {
		federation, err := findCoop(cmd.Context(), clientCtx, reference)
		if err != nil {
			return nil, err
		}
		scope.FederationIds = append(scope.FederationIds, federation.Id)
	}
	if len(lists[flagClass]) == 0 {
		return scope, nil
	}
	inForce, err := types.NewQueryClient(clientCtx).Charter(cmd.Context(), &types.QueryCharterRequest{Coop: coop.Slug})
	if err != nil {
		return nil, err
	}
	for _, name := range lists[flagClass] {
		class, err := inForce.Charter.ClassByName(name)
		if err != nil {
			return nil, err
		}
		scope.ClassIds = append(scope.ClassIds, class.Id)
	}
	slices.Sort(scope.ClassIds)
	return scope, nil
}
