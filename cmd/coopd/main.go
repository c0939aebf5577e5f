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
	if err := svrcmd.Execute(root, "COOPD", app.DefaultHome); err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		os.Exit(1)
	}
}
