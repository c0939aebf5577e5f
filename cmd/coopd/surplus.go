package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/coopledger/coopledger/charters"
	"github.com/coopledger/coopledger/offchain/surplus"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/surplus/sharing"
)

const (
	flagResult    = "result"
	flagPatronage = "patronage"
	flagMembers   = "members"
	flagTable     = "table"
)

// surplusCommand tries out how a surplus would be shared. It needs no home and no node.
func surplusCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:               "surplus",
		Short:             "Try out how a surplus would be shared, off line",
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
	}
	cmd.AddCommand(surplusSimulateCommand(), surplusShowCommand())
	return cmd
}

func surplusShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show PRESET",
		Short: "Print rules of sharing to begin from: " + strings.Join(charters.SurplusPresets(), ", "),
		Long: `Print rules of sharing to begin from, a section surplus for your charter file. The
charters worker, consumer and platform have one of their own (coopd charter show worker).`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := charters.SurplusPresetFile(args[0])
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
}

func surplusSimulateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "simulate CHARTER",
		Short: "Run a period's result through the charter's rules and print who gets what",
		Long: `Run a period's result through the rules in the charter's section surplus, and print
what each step takes and each member gets: what a treasurer tries before a meeting.
Nothing is sent or stored.

The result is what members' business has earned after taxes, in base units such as
cents; or a YAML file with the keys member, non_member, extraordinary, losses (brought
forward), capital, assets and funds (what each holds, by its name).

Patronage is CSV: the column member has members' numbers, class the id of each
member's class where a step is for some classes, and each basis a column of its name
in whole units. Several lines of a member add up.`,
		Example: `  coopd surplus simulate worker --result 1000000 --patronage hours.csv
  coopd surplus simulate charter.yaml --result result.yaml --patronage uses.csv -o csv > shares.csv`,
		Args: cobra.ExactArgs(1),
		RunE: simulateSurplus,
	}
	cmd.Flags().String(flagResult, "", "the surplus of business with members in base units, or a YAML file with more")
	cmd.Flags().String(flagPatronage, "", "CSV file of the members' patronage; - reads standard input")
	cmd.Flags().StringP(flags.FlagOutput, "o", "text", "text, csv or json")
	cmd.Flags().Int(flagMembers, 20, "how many members' shares the text has")
	cmd.Flags().String(flagTable, "shares", "of CSV: shares, or steps")
	for _, name := range []string{flagResult, flagPatronage} {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err)
		}
	}
	return cmd
}

func simulateSurplus(cmd *cobra.Command, args []string) error {
	charter, rules, err := readSurplus(cmd, args[0])
	if err != nil {
		return err
	}
	result, err := readResult(cmd)
	if err != nil {
		return err
	}
	patronage, err := readPatronage(cmd, rules)
	if err != nil {
		return err
	}
	simulation, err := surplus.Simulate(charter, rules, result, patronage)
	if err != nil {
		return err
	}
	return writeSimulation(cmd, simulation)
}

// readSurplus reads a charter that says how a surplus is shared, and refuses what
// isn't valid.
func readSurplus(cmd *cobra.Command, reference string) (membershiptypes.Charter, membershiptypes.SurplusRules, error) {
	charter, _, err := readCharter(cmd, reference)
	if err != nil {
		return charter, membershiptypes.SurplusRules{}, err
	}
	if err := charter.Validate(membershiptypes.DefaultParams()); err != nil {
		return charter, membershiptypes.SurplusRules{}, fmt.Errorf("%s: %w", reference, err)
	}
	if charter.Surplus == nil {
		return charter, membershiptypes.SurplusRules{}, fmt.Errorf("%s has no section surplus, so it doesn't say how to share; begin with: coopd surplus show %s",
			reference, strings.Join(charters.SurplusPresets(), "|"))
	}
	return charter, charter.Surplus.WithAmounts(), nil
}

func readResult(cmd *cobra.Command) (sharing.Result, error) {
	given, err := cmd.Flags().GetString(flagResult)
	if err != nil {
		return sharing.Result{}, err
	}
	if surplus.WholeNumber.MatchString(given) {
		return surplus.ParseResult([]byte("member: " + given))
	}
	text, err := os.ReadFile(given)
	if errors.Is(err, os.ErrNotExist) {
		return sharing.Result{}, fmt.Errorf("--%s %q is neither a whole number of base units nor a file", flagResult, given)
	} else if err != nil {
		return sharing.Result{}, err
	}
	result, err := surplus.ParseResult(text)
	if err != nil {
		return sharing.Result{}, fmt.Errorf("%s: %w", given, err)
	}
	return result, nil
}

func readPatronage(cmd *cobra.Command, rules membershiptypes.SurplusRules) (*surplus.Patronage, error) {
	name, err := cmd.Flags().GetString(flagPatronage)
	if err != nil {
		return nil, err
	}
	from := cmd.InOrStdin()
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		from = file
	}
	patronage, err := surplus.ReadPatronage(from, rules)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return patronage, nil
}

func writeSimulation(cmd *cobra.Command, simulation surplus.Simulation) error {
	format, err := cmd.Flags().GetString(flags.FlagOutput)
	if err != nil {
		return err
	}
	table, err := cmd.Flags().GetString(flagTable)
	if err != nil {
		return err
	}
	members, err := cmd.Flags().GetInt(flagMembers)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	switch {
	case format == "text":
		return simulation.WriteText(out, members)
	case format == "json":
		return simulation.WriteJSON(out)
	case format == "csv" && table == "steps":
		return simulation.WriteSteps(out)
	case format == "csv" && table == "shares":
		return simulation.WriteShares(out)
	default:
		return fmt.Errorf("--%s %q with --%s %q is nothing that is written; give text, json, or csv with shares or steps", flags.FlagOutput, format, flagTable, table)
	}
}
