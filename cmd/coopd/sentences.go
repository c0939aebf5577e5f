package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"syscall"
)

var (
	// rpcPrefix is what gRPC puts before a node's answer.
	rpcPrefix = regexp.MustCompile(`^rpc error: code = \w+ desc = `)
	// rootCause is what the SDK puts after a refused query.
	rootCause = regexp.MustCompile(`: (key not found|invalid request|unknown request)$`)
	// stackTop is what the SDK's errors put behind themselves inside another's sentence.
	stackTop = regexp.MustCompile(` \[[^\s\]]+\.go:\d+\]`)
	// positional is how the modules' commands call an argument that is no number.
	positional = regexp.MustCompile(`^invalid argument "(.*)" for "--\d+" flag: strconv\.Parse\w+: .*$`)
	// unknownKey is what the keyring says of a name it does not hold.
	unknownKey = regexp.MustCompile(`(?:^|[ :])([\w.@-]+)\.info: key not found`)
	// unreachable is what a connection that failed says of the address.
	unreachable = regexp.MustCompile(`dial tcp (\S+): connect: connection refused`)
)

// plainly takes what libraries put around an error away and says what to do
// where they leave it out. Sentences of our own pass as they are.
func plainly(err error) string {
	text := stackTop.ReplaceAllString(err.Error(), "")
	if errors.Is(err, syscall.ECONNREFUSED) || unreachable.MatchString(text) {
		where := "the address given"
		if found := unreachable.FindStringSubmatch(text); found != nil {
			where = found[1]
		}
		return fmt.Sprintf("no node answers at %s: start it, or name another with --node (the default is in client.toml)", where)
	}
	if found := unknownKey.FindStringSubmatch(text); found != nil {
		return fmt.Sprintf("there is no key called %q here: coopd keys list shows those there are, with the same --home and --keyring-backend", found[1])
	}
	if found := positional.FindStringSubmatch(text); found != nil {
		return fmt.Sprintf("%q is not a number: members and resolutions are named by number; see --help", found[1])
	}
	if strings.HasPrefix(text, "accepts ") && strings.Contains(text, " arg(s), received ") {
		return text + ": the same command with --help says which"
	}
	// Which message it was says nothing new where it is the first.
	text = strings.Replace(text, "refused: failed to execute message; message index: 0: ", "refused: ", 1)
	if rpcPrefix.MatchString(text) {
		text = rootCause.ReplaceAllString(rpcPrefix.ReplaceAllString(text, ""), "")
	}
	return text
}
