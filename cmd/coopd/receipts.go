package main

import (
	"bytes"
	"io"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"github.com/cosmos/cosmos-sdk/client"
)

// shortenReceipts lets what a transaction's command prints for people leave out
// what it has nothing to say about. JSON stays whole.
func shortenReceipts(cmd *cobra.Command) error {
	if !isUnder(cmd, "tx") {
		return nil
	}
	ctx := client.GetClientContextFromCmd(cmd)
	return client.SetCmdClientContext(cmd, ctx.WithOutput(receiptWriter{cmd.OutOrStdout()}))
}

// receiptWriter takes a whole answer in one piece, as the commands write it.
type receiptWriter struct{ out io.Writer }

// Write passes on what is no receipt as it is, such as a transaction to be signed.
func (w receiptWriter) Write(answer []byte) (int, error) {
	if _, err := w.out.Write(shortened(answer)); err != nil {
		return 0, err
	}
	return len(answer), nil
}

// shortened leaves out the blank fields of a receipt.
func shortened(answer []byte) []byte {
	var document yaml.Node
	if first := bytes.TrimLeft(answer, " \n"); len(first) == 0 || first[0] == '{' {
		return answer
	}
	if err := yaml.Unmarshal(answer, &document); err != nil || len(document.Content) != 1 || !isReceipt(document.Content[0]) {
		return answer
	}
	receipt := document.Content[0]
	var said []*yaml.Node
	for i := 0; i+1 < len(receipt.Content); i += 2 {
		// The data is the response in binary; what it says is told in words.
		if receipt.Content[i].Value != "data" && !isBlank(receipt.Content[i+1]) {
			said = append(said, receipt.Content[i], receipt.Content[i+1])
		}
	}
	receipt.Content = said
	short, err := yaml.Marshal(&document)
	if err != nil {
		return answer
	}
	return short
}

func isReceipt(node *yaml.Node) bool {
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Kind == yaml.MappingNode && node.Content[i].Value == "txhash" {
			return true
		}
	}
	return false
}

func isBlank(node *yaml.Node) bool {
	if node.Kind != yaml.ScalarNode {
		return len(node.Content) == 0
	}
	return node.Value == "" || node.Value == "0" || node.Value == "null"
}
