package ante

import (
	"cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

const (
	// MaxTxBytes is the longest transaction.
	MaxTxBytes = 262_144
	// MaxMessages is the most messages in a transaction.
	MaxMessages = 32
	// simulatedSignatureBytes is what a missing signature is taken to add to a
	// simulated transaction.
	simulatedSignatureBytes = 120
)

// transaction is what the handler needs to know of one.
type transaction interface {
	authsigning.Tx
	sdk.TxWithUnordered
	GetProtoTx() *txtypes.Tx
}

// read refuses anything but an ordinary SDK transaction.
func read(tx sdk.Tx) (transaction, error) {
	read, ok := tx.(transaction)
	if !ok {
		return nil, errors.Wrapf(sdkerrors.ErrTxDecode, "a %T is no transaction of this chain; send a cosmos.tx.v1beta1.Tx", tx)
	}
	return read, nil
}

// chargeBytes takes gas for the transaction's length.
func chargeBytes(ctx sdk.Context, sent transaction, params authtypes.Params, simulate bool) error {
	length := uint64(len(ctx.TxBytes()))
	if simulate {
		missing, err := missingSignatures(sent)
		if err != nil {
			return err
		}
		length += missing * simulatedSignatureBytes
	}
	ctx.GasMeter().ConsumeGas(params.TxSizeCostPerByte*length, "transaction bytes")
	return nil
}

// checkLimits refuses what is too long, malformed or not supported.
func checkLimits(ctx sdk.Context, sent transaction, params authtypes.Params) error {
	if length := len(ctx.TxBytes()); length > MaxTxBytes {
		return errors.Wrapf(ErrLimit, "it has %d bytes and at most %d are taken; split it, or keep documents off the chain and send their hashes", length, MaxTxBytes)
	}
	if messages := len(sent.GetMsgs()); messages > MaxMessages {
		return errors.Wrapf(ErrLimit, "it has %d messages and at most %d are taken; split it", messages, MaxMessages)
	}
	if length := uint64(len(sent.GetMemo())); length > params.MaxMemoCharacters {
		return errors.Wrapf(sdkerrors.ErrMemoTooLarge, "it has %d bytes and at most %d are taken; shorten it", length, params.MaxMemoCharacters)
	}
	if sent.GetUnordered() {
		return errors.Wrap(ErrLimit, "it is unordered, which this chain doesn't support; give it the account's sequence")
	}
	if granter := sent.FeeGranter(); len(granter) > 0 {
		return errors.Wrap(ErrLimit, "it names a fee granter and this chain has no fee grants; let a signer pay, or send it as a member for free")
	}
	return checkModes(sent.GetProtoTx())
}

// checkModes refuses a signature that doesn't say how it was made, at which the
// SDK's decoding of signatures panics. A multisignature holds single ones only.
func checkModes(sent *txtypes.Tx) error {
	for i, signer := range sent.AuthInfo.SignerInfos {
		// A simulation may leave the whole of it out.
		if signer.ModeInfo == nil {
			continue
		}
		if group := signer.ModeInfo.GetMulti(); group != nil {
			for _, part := range group.ModeInfos {
				if part.GetSingle() == nil {
					return errors.Wrapf(ErrSignature, "a part of the multisignature of signer %d has no single mode; let each key sign by itself", i)
				}
			}
		} else if signer.ModeInfo.GetSingle() == nil {
			return errors.Wrapf(ErrSignature, "signer %d doesn't say in which mode it signed; sign in direct or amino JSON mode", i)
		}
	}
	return nil
}

func missingSignatures(sent transaction) (uint64, error) {
	signers, err := sent.GetSigners()
	if err != nil {
		return 0, err
	}
	given, err := sent.GetSignaturesV2()
	if err != nil {
		return 0, err
	}
	missing := uint64(max(len(signers)-len(given), 0))
	for _, signature := range given {
		if isMissing(signature.Data) {
			missing++
		}
	}
	return missing, nil
}
