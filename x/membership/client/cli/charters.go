package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/charters"
	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	flagPart           = "part"
	flagEffectiveAt    = "effective-at"
	flagOnRegistration = "on-registration"
)

// charterCommands change a charter and follow a version until it is in force.
func charterCommands() []*cobra.Command {
	registering := func(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
		version, evidence, err := versionAndDocument(args)
		return &types.MsgRegisterCharter{Authority: signer, CoopId: coop.Id, Version: version, Evidence: evidence}, err
	}
	annulling := func(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
		version, decision, err := versionAndDocument(args)
		return &types.MsgAnnulCharter{Authority: signer, CoopId: coop.Id, Version: version, Decision: decision}, err
	}
	withdrawing := func(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
		version, err := number(args[0], "a charter version")
		return &types.MsgWithdrawCharter{Authority: signer, CoopId: coop.Id, Version: version}, err
	}
	return []*cobra.Command{
		newAmendCharterCmd(),
		orByResolution(placeCommand("register-charter COOP VERSION FILE URI",
			"Record that a version was registered, by the hash of the register's confirmation", 3, registering),
			"Record that a charter version was registered", registering),
		byResolution("withdraw-charter COOP VERSION", "Write the proposal that takes an adopted version back",
			"Take a charter version back", 1, withdrawing),
		orByResolution(placeCommand("annul-charter COOP VERSION FILE URI",
			"Record that a court has annulled a version, by the hash of its decision", 3, annulling),
			"Record that a court has annulled a charter version", annulling),
	}
}

func versionAndDocument(args []string) (uint64, *types.Document, error) {
	version, err := number(args[0], "a charter version")
	if err != nil {
		return 0, nil, err
	}
	sum, err := HashFile(args[1])
	if err != nil {
		return 0, nil, fmt.Errorf("the document can't be read: %w", err)
	}
	return version, &types.Document{Uri: args[2], Sha256: sum}, nil
}

func newAmendCharterCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "amend-charter COOP CHARTER.yaml",
		Short: "Write the proposal that changes a co-op's charter, whole or in parts",
		Long: `Write the proposal that changes a co-op's charter into what a file says. With --part
only those parts are taken from the file and the rest stays as it is in force; each
part is decided by its own rule, so a part alone may need less than the whole.
Nothing is sent. The proposal fails if the charter is changed before it is decided.

  coopd charter diff bakery@ charter.yaml
  coopd tx membership amend-charter bakery charter.yaml --part proposals > amendment.yaml
  coopd tx governance propose amendment.yaml --from ben`,
		Args: cobra.ExactArgs(2),
		RunE: runAmendCharter,
	}
	names := make([]string, 0, len(types.Parts()))
	for _, part := range types.Parts() {
		names = append(names, part.Name)
	}
	cmd.Flags().StringSlice(flagPart, nil, "take only this part from the file ("+strings.Join(names, ", ")+"); may be given several times")
	cmd.Flags().String(flagEffectiveAt, "", "chain time at which it comes into force, like 2027-01-01T00:00:00Z; at once if left out")
	cmd.Flags().Bool(flagOnRegistration, false, "let it come into force when its registration is recorded")
	cmd.MarkFlagsMutuallyExclusive(flagEffectiveAt, flagOnRegistration)
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}

func runAmendCharter(cmd *cobra.Command, args []string) error {
	clientCtx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return err
	}
	coop, err := findCoop(cmd.Context(), clientCtx, args[0])
	if err != nil {
		return err
	}
	text, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	written, err := charters.Parse(text)
	if err != nil {
		return fmt.Errorf("%s: %w", args[1], err)
	}
	inForce, err := types.NewQueryClient(clientCtx).Charter(cmd.Context(), &types.QueryCharterRequest{Coop: coop.Slug})
	if err != nil {
		return err
	}
	message := &types.MsgAmendCharter{Authority: coop.Account, CoopId: coop.Id, BaseVersion: inForce.Version}
	if message.Charter, err = partsFlag(cmd, inForce.Charter, written); err != nil {
		return err
	}
	changed := inForce.Charter.ChangedParts(message.Charter)
	if len(changed) == 0 {
		return fmt.Errorf("nothing would change: version %d of the charter of %s says the same", inForce.Version, coop.Slug)
	}
	if message.EffectiveAt, err = momentFlag(cmd, flagEffectiveAt); err != nil {
		return err
	}
	if message.OnRegistration, err = cmd.Flags().GetBool(flagOnRegistration); err != nil {
		return err
	}
	return printResolution(cmd, clientCtx, coop.Slug, "Amend the charter: "+strings.Join(changed, ", "), message)
}

// partsFlag takes the parts that were asked for, or all, from the file.
func partsFlag(cmd *cobra.Command, inForce, written types.Charter) (types.Charter, error) {
	names, err := cmd.Flags().GetStringSlice(flagPart)
	if err != nil || len(names) == 0 {
		return written, err
	}
	next := inForce
	for _, name := range names {
		part, err := types.PartByName(name)
		if err != nil {
			return types.Charter{}, err
		}
		next = part.From(written, next)
	}
	return next, nil
}

// momentFlag reads a moment in seconds; zero if it is left out.
func momentFlag(cmd *cobra.Command, flag string) (int64, error) {
	text, err := cmd.Flags().GetString(flag)
	if err != nil || text == "" {
		return 0, err
	}
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return 0, fmt.Errorf("--%s is %q: write date, time and zone like 2027-01-01T00:00:00Z", flag, text)
	}
	if moment.Unix() <= 0 {
		return 0, errors.New("--" + flag + " lies before 1970")
	}
	return moment.Unix(), nil
}
