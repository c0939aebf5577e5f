package network

import (
	"fmt"
	"net"
	"time"
)

const (
	// DefaultBasePort gives the first node CometBFT's usual ports.
	DefaultBasePort = 26650

	portsPerNode = 10
	lastPort     = 65_000
)

// Ports of one node, all on 127.0.0.1.
type Ports struct {
	Metrics int `json:"metrics"`
	P2P     int `json:"p2p"`
	RPC     int `json:"rpc"`
	REST    int `json:"rest"`
	GRPC    int `json:"grpc"`
}

func portsAt(base int) Ports {
	return Ports{Metrics: base + 5, P2P: base + 6, RPC: base + 7, REST: base + 8, GRPC: base + 9}
}

func (p Ports) all() []int { return []int{p.Metrics, p.P2P, p.RPC, p.REST, p.GRPC} }

func loopback(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }

// busy is the first of the ports that can't be listened on, or 0.
func (p Ports) busy() int {
	for _, port := range p.all() {
		probe, err := net.Listen("tcp", loopback(port))
		if err != nil {
			return port
		}
		_ = probe.Close()
	}
	return 0
}

// awaitFree waits until nothing listens on them: what was killed can't be seen any
// more some time before it has let go of them. If they aren't its own any longer it
// gives up after a while; whoever needs them then says who is in the way.
func (p Ports) awaitFree(patience time.Duration) {
	for deadline := time.Now().Add(patience); p.busy() != 0 && time.Now().Before(deadline); {
		time.Sleep(pollInterval)
	}
}

// freePorts picks ports for some nodes from a base upwards, passing over those
// that others hold and those in taken.
func freePorts(base, count int, taken map[int]bool) ([]Ports, error) {
	var picked []Ports
	for ; len(picked) < count; base += portsPerNode {
		if base+portsPerNode > lastPort {
			return nil, fmt.Errorf("there are not enough free ports below %d for %d nodes; end what holds them, or choose a lower --base-port", lastPort, count)
		}
		if ports := portsAt(base); !taken[ports.RPC] && ports.busy() == 0 {
			picked = append(picked, ports)
		}
	}
	return picked, nil
}
