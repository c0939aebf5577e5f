package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const (
	// clockWarn and clockFail are differences between two clocks. Block time is
	// the median of the validators' clocks, and a proposer that is seconds off
	// has its blocks refused.
	clockWarn = 2 * time.Second
	clockFail = 10 * time.Second
)

func (e *examination) checkNTP() finding {
	synchronised, known, detail := e.ntp()
	switch {
	case !known:
		return finding{
			verdictWarn, "clock", "whether the clock is synchronised could not be checked", detail,
			"make sure that a time service runs (chrony, systemd-timesyncd)",
		}
	case !synchronised:
		return finding{
			verdictWarn, "clock", "the kernel says that no time service keeps the clock (" + detail + ")",
			"a clock that drifts costs blocks, then the seat", "install chrony: docs/operate/clock-skew.md",
		}
	default:
		return fine("clock", "a time service keeps it (%s)", detail)
	}
}

// checkPeerClocks compares this clock with what other nodes' RPC servers say
// the time is.
func (e *examination) checkPeerClocks() []finding {
	peers := append([]string{}, e.peers...)
	if e.settings != nil {
		for _, server := range strings.Split(e.settings.GetString("statesync.rpc_servers"), ",") {
			if server = strings.TrimSpace(server); server != "" {
				peers = append(peers, server)
			}
		}
	}
	if len(peers) == 0 {
		return []finding{{
			verdictWarn, "peers' clocks", "not compared", "no other node's RPC address is known here",
			"name one with --peer http://HOST:26657",
		}}
	}
	var findings []finding
	for _, peer := range peers {
		findings = append(findings, e.checkPeerClock(peer))
	}
	return findings
}

func (e *examination) checkPeerClock(peer string) finding {
	theirs, chain, took, err := e.askPeer(peer)
	if err != nil {
		return finding{verdictWarn, "peers' clocks", peer + " was not compared", err.Error(), "try another node with --peer"}
	}
	if chain != "" && e.genesisChain != "" && chain != e.genesisChain {
		return finding{
			verdictFail, "peers' clocks", fmt.Sprintf("%s is a node of chain %q, this one of %q", peer, chain, e.genesisChain),
			"they can't be peers", "ask for the right chain's genesis, or name another node",
		}
	}
	// The header counts whole seconds, cut off, and was written sometime
	// between question and answer.
	difference := e.now().Add(-took / 2).Sub(theirs.Add(500 * time.Millisecond)).Abs()
	found := fmt.Sprintf("%s differs by %.1f s (to within %.1f s)", peer, difference.Seconds(), (took/2 + 500*time.Millisecond).Seconds())
	switch why, do := "one of the two clocks is wrong", "docs/operate/clock-skew.md"; {
	case difference >= clockFail:
		return finding{verdictFail, "peers' clocks", found, why, do}
	case difference >= clockWarn:
		return finding{verdictWarn, "peers' clocks", found, why, do}
	default:
		return fine("peers' clocks", "%s", found)
	}
}

// askPeer reads a node's clock from the Date of its answer, and its chain.
func (e *examination) askPeer(peer string) (theirs time.Time, chain string, took time.Duration, err error) {
	if !strings.Contains(peer, "://") {
		peer = "http://" + peer
	}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, strings.TrimSuffix(peer, "/")+"/status", nil)
	if err != nil {
		return theirs, "", 0, err
	}
	asked := time.Now()
	response, err := e.http.Do(request)
	took = time.Since(asked)
	if err != nil {
		return theirs, "", 0, err
	}
	defer response.Body.Close() //nolint:errcheck // it was only read
	if theirs, err = http.ParseTime(response.Header.Get("Date")); err != nil {
		return theirs, "", 0, fmt.Errorf("its answer bears no date")
	}
	var status struct {
		Result struct {
			NodeInfo struct {
				Network string `json:"network"`
			} `json:"node_info"`
		} `json:"result"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(nil, response.Body, 1<<20)).Decode(&status); err != nil {
		return theirs, "", 0, fmt.Errorf("it does not answer as a node's RPC server does: %w", err)
	}
	return theirs, status.Result.NodeInfo.Network, took, nil
}
