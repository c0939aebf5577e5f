package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	gibibyte = 1 << 30
	// openFilesWanted covers two databases of 1,024 files each, and the peers.
	openFilesWanted = 4_096
	// freeFilesWanted is how many more files the disk should take.
	freeFilesWanted = 100_000
)

// freeSpace asks the file system of path, or of its nearest parent that exists.
func freeSpace(path string) (freeBytes, totalBytes, freeFiles uint64, err error) {
	for {
		if _, statErr := os.Stat(path); statErr == nil || filepath.Dir(path) == path {
			break
		}
		path = filepath.Dir(path)
	}
	var stat unix.Statfs_t
	if err := unix.Statfs(path, &stat); err != nil {
		return 0, 0, 0, err
	}
	size := uint64(stat.Bsize)
	return uint64(stat.Bavail) * size, uint64(stat.Blocks) * size, uint64(stat.Ffree), nil
}

func (e *examination) checkDisk() []finding {
	dir := filepath.Join(e.home, "data")
	free, total, files, err := e.free(dir)
	if err != nil {
		return []finding{{verdictWarn, "disk", dir + " can't be measured", err.Error(), "look with df"}}
	}
	var findings []finding
	found := fmt.Sprintf("%.1f of %.1f GiB free", float64(free)/gibibyte, float64(total)/gibibyte)
	why := "with a full disk the node lives on but stops voting"
	switch {
	case free < e.diskFailGiB*gibibyte:
		findings = append(findings, finding{verdictFail, "disk", found, why, "make room first: docs/operate/disk-full.md"})
	case free < e.diskWarnGiB*gibibyte:
		findings = append(findings, finding{verdictWarn, "disk", found, why, "make room soon: docs/operate/disk-full.md"})
	default:
		findings = append(findings, fine("disk", "%s", found))
	}
	if files != 0 && files < freeFilesWanted {
		findings = append(findings, finding{verdictWarn, "disk", fmt.Sprintf("room for %d more files only", files), "a database is many small files", "make room: docs/operate/disk-full.md"})
	}
	return findings
}

func checkOpenFiles() finding {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return finding{verdictWarn, "open files", "the limit can't be read", err.Error(), "look with ulimit -n"}
	}
	if limit.Max < openFilesWanted {
		return finding{
			verdictWarn, "open files", fmt.Sprintf("at most %d files may be open", limit.Max),
			fmt.Sprintf("the databases and peers may need %d", openFilesWanted), "set LimitNOFILE=65536 in the service's unit",
		}
	}
	return fine("open files", "up to %d", limit.Max)
}

// checkRunning says whether a node runs on this home, which then holds the ports.
func (e *examination) checkRunning() finding {
	name := filepath.Join(e.home, "data", "coopd.lock")
	file, err := os.Open(name)
	if err != nil {
		return fine("running", "no node runs on %s", e.home)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_SH|syscall.LOCK_NB); err == nil {
		return fine("running", "no node runs on %s", e.home)
	}
	holder, err := os.ReadFile(name)
	e.runningPID = strings.TrimSpace(string(holder))
	if err != nil || e.runningPID == "" {
		e.runningPID = "unknown"
	}
	return fine("running", "a node runs on %s, pid %s; its ports are its own", e.home, e.runningPID)
}

func (e *examination) checkPorts() []finding {
	var findings []finding
	for _, l := range listeners(e.comet, e.settings) {
		address := strings.TrimPrefix(l.address, "tcp://")
		if address == "" || strings.HasPrefix(address, "unix://") {
			continue
		}
		setting := strings.SplitN(l.setting, " ", 2)[0]
		probe, err := net.Listen("tcp", address)
		switch {
		case err == nil && e.runningPID == "":
			findings = append(findings, fine("port", "%s (%s) is free", address, setting))
		case err == nil:
			findings = append(findings, finding{
				verdictWarn, "port", fmt.Sprintf("%s (%s) is free though a node runs", address, setting),
				"it was started with other settings, or has just begun", "restart it if the configuration was changed",
			})
		case e.runningPID != "":
			findings = append(findings, fine("port", "%s (%s) is held, by the running node as far as can be told", address, setting))
		default:
			findings = append(findings, finding{
				verdictFail, "port", fmt.Sprintf("%s (%s) can't be used", address, setting), err.Error(),
				"end the process that holds it (ss -ltnp shows it), or choose another port in " + l.setting[strings.LastIndex(l.setting, " ")+1:],
			})
		}
		if err == nil {
			_ = probe.Close()
		}
	}
	return findings
}

func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(strings.TrimPrefix(address, "tcp://"))
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// isLocal says whether no other machine can reach the node as a peer.
func (e *examination) isLocal() bool { return isLoopback(e.comet.P2P.ListenAddress) }

// checkReach: peers should reach the node, and nobody its other doors.
func (e *examination) checkReach() []finding {
	var findings []finding
	if e.comet.P2P.PersistentPeers == "" && e.comet.P2P.Seeds == "" {
		findings = append(findings, finding{
			verdictWarn, "peers", "no persistent_peers and no seeds in config.toml",
			"the node finds nobody by itself", "ask other operators for NODE_ID@HOST:PORT: docs/operate/peers-lost.md",
		})
	} else {
		findings = append(findings, fine("peers", "%d named in config.toml", countNamed(e.comet.P2P.PersistentPeers)+countNamed(e.comet.P2P.Seeds)))
	}
	for _, l := range listeners(e.comet, e.settings) {
		if l.address == e.comet.P2P.ListenAddress || strings.HasPrefix(l.address, "unix://") || isLoopback(l.address) {
			continue
		}
		findings = append(findings, finding{
			verdictWarn, "open door", fmt.Sprintf("%s (%s) is open to other machines", l.address, l.setting),
			"anybody who reaches it can keep the node busy", "listen on 127.0.0.1 and put a proxy with limits before it",
		})
	}
	return findings
}

func countNamed(list string) int {
	count := 0
	for _, name := range strings.Split(list, ",") {
		if strings.TrimSpace(name) != "" {
			count++
		}
	}
	return count
}
