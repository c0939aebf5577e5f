// Command coopd is the node of the ledger and its command line.
package main

import (
	"fmt"
	"os"

	svrcmd "github.com/cosmos/cosmos-sdk/server/cmd"

	"github.com/coopledger/coopledger/app"
)

func main() {
	root, err := newRootCommand()
	if err != nil {
		fmt.Fprintln(os.Stderr, "coopd can't start:", err)
		os.Exit(1)
	}
	err = svrcmd.Execute(root, "COOPD", app.DefaultHome)
	if err == nil {
		err = sentTx.refusal
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "Error:", plainly(err))
		os.Exit(1)
	}
	// Beside the result, which scripts read.
	if sentTx.outcome != "" {
		fmt.Fprintln(os.Stderr, sentTx.outcome)
	}
}
