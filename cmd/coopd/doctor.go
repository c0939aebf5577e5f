package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/coopledger/coopledger/app"
)

// verdict is how a check ended.
type verdict string

const (
	verdictOK   verdict = "ok"
	verdictWarn verdict = "warn"
	verdictFail verdict = "fail"
)

// finding is one line of the doctor's report.
type finding struct {
	Verdict verdict `json:"verdict"`
	// Check names what was looked at.
	Check string `json:"check"`
	// Found is what there is.
	Found string `json:"found"`
	// Why it matters; empty when all is well.
	Why string `json:"why,omitempty"`
	// Do is what the operator does about it; empty when all is well.
	Do string `json:"do,omitempty"`
}

func fine(check, format string, args ...any) finding {
	return finding{Verdict: verdictOK, Check: check, Found: fmt.Sprintf(format, args...)}
}

func (f finding) String() string {
	line := fmt.Sprintf("%-4s  %-18s  %s", f.Verdict, f.Check, f.Found)
	if f.Why != "" {
		line += ": " + f.Why
	}
	if f.Do != "" {
		line += " → " + f.Do
	}
	return line
}

// examination is what the checks look at.
type examination struct {
	home     string
	comet    *cmtcfg.Config
	settings *viper.Viper // config.toml and app.toml
	client   *viper.Viper // client.toml
	http     *http.Client
	now      func() time.Time
	ntp      func() (synchronised bool, known bool, detail string)
	free     func(path string) (freeBytes, totalBytes, freeFiles uint64, err error)

	peers        []string
	diskWarnGiB  uint64
	diskFailGiB  uint64
	genesisChain string
	runningPID   string
}

const (
	flagPeer        = "peer"
	flagDiskWarnGiB = "disk-warn-gib"
	flagDiskFailGiB = "disk-fail-gib"
)

var errUnfit = errors.New("this node is not fit to start: see the lines that begin with fail")

// doctorCommand says before a start what would go wrong after it.
func doctorCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check clock, disk, ports, keys and configuration before a start",
		Long: `Check clock, disk, ports, keys and configuration before a start.

One line a check: ok, warn or fail, what was found, why it matters and what to
do. What could not be checked is said. It changes nothing and ends with 1 if a
check failed. Each of its words is explained in docs/operate/install.md.`,
		Example: "coopd doctor --peer http://10.0.0.2:26657",
		Args:    cobra.NoArgs,
		// Not the root's: it would write the configuration that is to be checked.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE:              runDoctor,
	}
	cmd.Flags().String(flags.FlagHome, app.DefaultHome, "the node's folder")
	cmd.Flags().StringSlice(flagPeer, nil, "RPC address of another node, to compare clocks with; repeat it for several")
	cmd.Flags().Uint64(flagDiskWarnGiB, 20, "free disk space in GiB below which it warns")
	cmd.Flags().Uint64(flagDiskFailGiB, 5, "free disk space in GiB below which it fails")
	cmd.Flags().StringP(flags.FlagOutput, "o", flags.OutputFormatText, "text or json")
	return cmd
}

func runDoctor(cmd *cobra.Command, _ []string) error {
	format, err := cmd.Flags().GetString(flags.FlagOutput)
	if err != nil {
		return err
	}
	if format != flags.OutputFormatText && format != flags.OutputFormatJSON {
		return fmt.Errorf("--%s is %q but must be text or json", flags.FlagOutput, format)
	}
	patient := examination{
		home: home(cmd),
		http: &http.Client{Timeout: 5 * time.Second},
		now:  time.Now,
		ntp:  kernelClock,
		free: freeSpace,
	}
	if patient.peers, err = cmd.Flags().GetStringSlice(flagPeer); err != nil {
		return err
	}
	if patient.diskWarnGiB, err = cmd.Flags().GetUint64(flagDiskWarnGiB); err != nil {
		return err
	}
	if patient.diskFailGiB, err = cmd.Flags().GetUint64(flagDiskFailGiB); err != nil {
		return err
	}
	findings := patient.examine()
	if err := report(cmd.OutOrStdout(), format, findings); err != nil {
		return err
	}
	for _, f := range findings {
		if f.Verdict == verdictFail {
			return errUnfit
		}
	}
	return nil
}

func report(out io.Writer, format string, findings []finding) error {
	if format == flags.OutputFormatJSON {
		counts := map[verdict]int{}
		for _, f := range findings {
			counts[f.Verdict]++
		}
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(map[string]any{
			"checks": findings, "warnings": counts[verdictWarn], "failures": counts[verdictFail],
		})
	}
	for _, f := range findings {
		if _, err := fmt.Fprintln(out, f); err != nil {
			return err
		}
	}
	return nil
}

// examine runs every check; a check that can't be made says so.
func (e *examination) examine() []finding {
	findings := e.loadConfig()
	if e.comet == nil {
		return append(findings, e.checkDisk()...)
	}
	findings = append(findings, e.checkGenesis()...)
	findings = append(findings, e.checkChainID())
	findings = append(findings, e.checkConsensusKey()...)
	findings = append(findings, e.checkNodeKey(), e.checkKeyring(), e.checkDoubleSignHeight())
	findings = append(findings, e.checkBounds()...)
	findings = append(findings, e.checkRunning())
	findings = append(findings, e.checkPorts()...)
	findings = append(findings, e.checkReach()...)
	findings = append(findings, e.checkDisk()...)
	findings = append(findings, checkOpenFiles(), e.checkNTP())
	return append(findings, e.checkPeerClocks()...)
}

// loadConfig reads the three files without changing them.
func (e *examination) loadConfig() []finding {
	var findings []finding
	read := func(into *viper.Viper, name string) bool {
		path := filepath.Join(e.home, "config", name)
		into.SetConfigFile(path)
		into.SetConfigType("toml")
		if err := into.MergeInConfig(); err != nil {
			findings = append(findings, finding{
				verdictFail, name, path + " can't be read", err.Error(),
				"make the home with `coopd init`, or repair the line that the error names",
			})
			return false
		}
		findings = append(findings, fine(name, "%s is readable", path))
		return true
	}
	settings, client := viper.New(), viper.New()
	e.settings, e.client = settings, client
	cometRead := read(settings, "config.toml")
	read(settings, "app.toml")
	read(client, "client.toml")
	if !cometRead {
		return findings
	}
	comet := cmtcfg.DefaultConfig()
	err := settings.Unmarshal(comet)
	if err == nil {
		err = comet.SetRoot(e.home).ValidateBasic()
	}
	if err != nil {
		return append(findings, finding{
			verdictFail, "config.toml", "a setting is not valid", strings.ReplaceAll(err.Error(), "\n", "; "), "correct it",
		})
	}
	e.comet = comet
	return findings
}
