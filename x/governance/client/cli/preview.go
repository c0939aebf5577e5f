package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	flagConfirmPayee = "confirm-payee"

	// answerBytes bounds what is read as the answer to a question.
	answerBytes = 80
)

// Preview is what one message of a proposal will do once it is carried out.
type Preview struct {
	// Sentence says it of the co-op's account: "pays 5 eur to coop1…".
	Sentence string
	// Payees are the addresses that money goes to.
	Payees []string
	// Within are the messages of what is proposed in another co-op.
	Within []*codectypes.Any
}

// RegisterPreview says what a kind of message will do. Modules that this one
// doesn't know are registered by the program that has the commands. What pays
// names whom: a payee that is left out is never confirmed.
func RegisterPreview[M sdk.Msg](say func(M) Preview) { register(previews, say) }

// PreviewOf finds what is registered for a message.
func PreviewOf(message sdk.Msg) (preview Preview, registered bool) {
	say, registered := previews[sdk.MsgTypeURL(message)]
	if registered {
		preview = say(message)
	}
	return preview, registered
}

func register[M sdk.Msg](table map[string]func(sdk.Msg) Preview, say func(M) Preview) {
	var kind M
	table[sdk.MsgTypeURL(kind)] = func(message sdk.Msg) Preview {
		typed, ok := message.(M)
		if !ok {
			return Preview{}
		}
		return say(typed)
	}
}

// withPreview adds the flag by which an unknown payee is confirmed.
func withPreview(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().StringSlice(flagConfirmPayee, nil,
		"address that is to be paid though the ledger doesn't know it; may be given several times, and --yes is no substitute")
	return cmd
}

// reader previews the messages of a proposal.
type reader struct {
	out io.Writer
	cdc codec.Codec
	// knows says what the ledger knows of an address, and whether it is anybody's.
	knows func(address string) (what string, known bool)
	// payees and those that are nobody's, each once, in the order of the messages.
	payees, unknown []string
}

// previewAndConfirm says in sentences what a proposal will do, and has every payee
// confirmed that is neither a member's key nor a co-op's account: what is paid to
// a wrong address is lost. It writes beside the output, which may be a transaction.
func previewAndConfirm(cmd *cobra.Command, clientCtx client.Context, coopID uint64, messages []*codectypes.Any) error {
	confirmed, err := cmd.Flags().GetStringSlice(flagConfirmPayee)
	if err != nil {
		return err
	}
	r := &reader{out: cmd.ErrOrStderr(), cdc: clientCtx.Codec, knows: asking(cmd.Context(), clientCtx)}
	if len(messages) > 0 {
		fmt.Fprintf(r.out, "Once it is carried out, the account of co-op %d\n", coopID)
	}
	if err := r.show(messages, "  "); err != nil {
		return err
	}
	for _, address := range confirmed {
		if !containsAddress(r.payees, address) {
			return fmt.Errorf("--%s names %s, and this proposal pays nothing there; compare the address with the file", flagConfirmPayee, address)
		}
	}
	for _, address := range r.unknown {
		if containsAddress(confirmed, address) {
			continue
		}
		if clientCtx.SkipConfirm || clientCtx.GenerateOnly || clientCtx.Offline {
			return fmt.Errorf("%s is neither a member's key nor a co-op's account on this ledger, and what is paid to a wrong address is lost; compare it with the payee by another way, then name it: --%s %s",
				address, flagConfirmPayee, address)
		}
		if err := ask(cmd, address); err != nil {
			return err
		}
	}
	return nil
}

// show writes a sentence for each message, and below it who is paid.
func (r *reader) show(messages []*codectypes.Any, indent string) error {
	for i, packed := range messages {
		message, ok := packed.GetCachedValue().(sdk.Msg)
		if !ok {
			return fmt.Errorf("message %d (%s) can't be read", i, packed.TypeUrl)
		}
		preview := r.of(packed.TypeUrl, message)
		fmt.Fprintf(r.out, "%s%d. %s\n", indent, i+1, preview.Sentence)
		for _, address := range preview.Payees {
			if _, err := membershiptypes.AddressBytes(address); err != nil {
				return fmt.Errorf("message %d pays to %q: %w", i, address, err)
			}
			what, known := r.knows(address)
			fmt.Fprintf(r.out, "%s   %s is %s\n", indent, address, what)
			if !containsAddress(r.payees, address) {
				r.payees = append(r.payees, address)
				if !known {
					r.unknown = append(r.unknown, address)
				}
			}
		}
		if err := r.show(preview.Within, indent+"   "); err != nil {
			return err
		}
	}
	return nil
}

// of finds a message's preview; one of a kind that nobody has registered is shown
// as it is.
func (r *reader) of(url string, message sdk.Msg) Preview {
	if preview, registered := PreviewOf(message); registered {
		return preview
	}
	fields, err := r.cdc.MarshalJSON(message)
	if err != nil {
		fields = []byte("its fields can't be shown")
	}
	return Preview{Sentence: fmt.Sprintf("sends %s: %s", strings.TrimPrefix(url, "/"), fields)}
}

// asking asks the node what an address is. A node that doesn't answer knows nobody.
func asking(ctx context.Context, clientCtx client.Context) func(string) (string, bool) {
	return func(address string) (string, bool) {
		answer, err := membershiptypes.NewQueryClient(clientCtx).Who(ctx,
			&membershiptypes.QueryWhoRequest{Address: address, Pagination: &query.PageRequest{Limit: 1}})
		switch {
		case err != nil:
			return fmt.Sprintf("unknown, since the node could not be asked (%s)", err), false
		case answer.Coop != nil:
			return fmt.Sprintf("the account of %s (co-op %d)", answer.Coop.Slug, answer.Coop.Id), true
		case len(answer.Places) > 0:
			return "a key of " + answer.Places[0].Words(), true
		}
		return "UNKNOWN to this ledger: no member's key and no co-op's account", false
	}
}

// ask has somebody at a terminal confirm an unknown payee.
func ask(cmd *cobra.Command, address string) error {
	fmt.Fprintf(cmd.ErrOrStderr(), "Nobody on this ledger is known under %s, and what is paid to a wrong address is lost.\nIs it the payee's? [y/N]: ", address)
	answer, err := line(cmd.InOrStdin())
	if err != nil {
		return fmt.Errorf("%s is not confirmed: %w", address, err)
	}
	if word := strings.ToLower(strings.TrimSpace(answer)); word != "y" && word != "yes" {
		return errors.New("nothing was proposed: " + address + " is not confirmed")
	}
	return nil
}

// line reads one line and nothing after it: the next question has its own.
func line(from io.Reader) (string, error) {
	var text []byte
	for one := make([]byte, 1); len(text) < answerBytes; {
		n, err := from.Read(one)
		if n == 1 && one[0] == '\n' || errors.Is(err, io.EOF) {
			return string(text), nil
		}
		if err != nil {
			return "", err
		}
		text = append(text, one[:n]...)
	}
	return string(text), nil
}

// containsAddress compares addresses as bytes: there are two ways to spell one.
func containsAddress(addresses []string, address string) bool {
	return slices.ContainsFunc(addresses, func(other string) bool {
		a, err := membershiptypes.AddressBytes(other)
		if err != nil {
			return false
		}
		b, err := membershiptypes.AddressBytes(address)
		return err == nil && slices.Equal(a, b)
	})
}
