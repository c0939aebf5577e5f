// Package operate_test keeps the runbooks true: their links, their alerts'
// metrics, and what the code says about them.
package operate_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cometbft/cometbft/consensus"
	"github.com/cometbft/cometbft/mempool"
	"github.com/cometbft/cometbft/p2p"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

func read(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(raw)
}

func pages(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("*.md")
	require.NoError(t, err)
	require.Greater(t, len(found), 10)
	return found
}

// anchors are the headings of a page as links name them.
func anchors(page string) map[string]bool {
	found := map[string]bool{}
	for _, heading := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(page, -1) {
		name := regexp.MustCompile(`[^a-z0-9 -]`).ReplaceAllString(strings.ToLower(heading[1]), "")
		found[strings.ReplaceAll(name, " ", "-")] = true
	}
	return found
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	links := 0
	for _, name := range pages(t) {
		for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(read(t, name), -1) {
			links++
			target, anchor, _ := strings.Cut(link[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			if target == "" {
				target = name
			}
			text := read(t, target)
			if anchor != "" {
				require.True(t, anchors(text)[anchor], "%s links to %s", name, link[1])
			}
		}
	}
	require.Greater(t, links, 30)
}

func TestEveryPageIsInTheIndex(t *testing.T) {
	index := read(t, "README.md")
	for _, name := range pages(t) {
		if name != "README.md" {
			require.Contains(t, index, "("+name+")")
		}
	}
}

func TestRunbooksAreOnePage(t *testing.T) {
	for _, name := range pages(t) {
		require.LessOrEqual(t, strings.Count(read(t, name), "\n"), 85, name)
	}
}

// What the commands say about a runbook exists.
func TestCodeNamesRunbooksThatExist(t *testing.T) {
	named := 0
	for _, pattern := range []string{"../../cmd/coopd/*.go", "../../x/*/README.md"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			for _, name := range regexp.MustCompile(`docs/operate/([a-z-]+\.[a-z]+)`).FindAllStringSubmatch(read(t, file), -1) {
				named++
				require.FileExists(t, name[1], "%s names it", file)
			}
		}
	}
	require.Greater(t, named, 5)
}

type rules struct {
	Groups []struct {
		Rules []struct {
			Alert       string            `yaml:"alert"`
			Expr        string            `yaml:"expr"`
			Labels      map[string]string `yaml:"labels"`
			Annotations map[string]string `yaml:"annotations"`
		} `yaml:"rules"`
	} `yaml:"groups"`
}

func TestEveryAlertHasARunbookAndRealMetrics(t *testing.T) {
	consensus.PrometheusMetrics("cometbft", "chain_id", "x")
	p2p.PrometheusMetrics("cometbft", "chain_id", "x")
	mempool.PrometheusMetrics("cometbft", "chain_id", "x")
	// A second metric of the same name and other labels is refused: so a name
	// that is accepted is none of CometBFT's.
	isCometBFTs := func(name string) bool {
		return prometheus.Register(prometheus.NewGauge(prometheus.GaugeOpts{Name: name, Help: "probe"})) != nil
	}
	require.False(t, isCometBFTs("cometbft_consensus_hight"))

	var file rules
	require.NoError(t, yaml.Unmarshal([]byte(read(t, "prometheus-rules.yml")), &file))
	alerts := 0
	for _, group := range file.Groups {
		for _, rule := range group.Rules {
			alerts++
			page, isHere := strings.CutPrefix(rule.Annotations["runbook_url"], "docs/operate/")
			require.True(t, isHere, rule.Alert)
			require.FileExists(t, page, rule.Alert)
			require.NotEmpty(t, rule.Annotations["summary"], rule.Alert)
			require.Contains(t, []string{"warning", "critical"}, rule.Labels["severity"], rule.Alert)
			for _, metric := range regexp.MustCompile(`cometbft_[a-z0-9_]+`).FindAllString(rule.Expr, -1) {
				require.True(t, isCometBFTs(metric), "%s reads %s, which CometBFT does not report", rule.Alert, metric)
			}
		}
	}
	require.Equal(t, 14, alerts)

	// The alerts that the runbooks name exist.
	for _, name := range pages(t) {
		for _, line := range regexp.MustCompile(`(?m)^\*\*You see\*\* the alerts? (.*)$`).FindAllStringSubmatch(read(t, name), -1) {
			for _, alert := range regexp.MustCompile("`([A-Z][A-Za-z]+)`").FindAllStringSubmatch(line[1], -1) {
				if alert[1] != "ACTIVE" {
					require.Contains(t, read(t, "prometheus-rules.yml"), "alert: "+alert[1]+"\n", name)
				}
			}
		}
	}
}
