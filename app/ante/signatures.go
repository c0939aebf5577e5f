package ante

import (
	"bytes"
	"encoding/base64"
	"fmt"

	"google.golang.org/protobuf/types/known/anypb"

	signingv1beta1 "cosmossdk.io/api/cosmos/tx/signing/v1beta1"
	"cosmossdk.io/errors"

	"github.com/cosmos/cosmos-sdk/crypto/keys/multisig"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	txsigning "github.com/cosmos/cosmos-sdk/x/tx/signing"
)

// simulatedKey stands in for a key that a simulation doesn't know yet.
var simulatedKey = &secp256k1.PubKey{Key: append([]byte{2}, make([]byte, secp256k1.PubKeySize-1)...)}

// verifySignatures verifies each signer's signature and moves its sequence on.
// An account is read and written once.
func (h handler) verifySignatures(ctx sdk.Context, sent transaction, params authtypes.Params, simulate bool) error {
	signers, given, err := pair(sent, simulate)
	if err != nil {
		return err
	}
	count := uint64(0)
	for i, signer := range signers {
		account, err := h.Accounts.get(ctx, signer)
		if err != nil {
			return err
		}
		key, err := settleKey(account, signer, given[i].PubKey, params.TxSigLimit, simulate)
		if err != nil {
			return err
		}
		if count += keysIn(key); count > params.TxSigLimit {
			return errors.Wrapf(sdkerrors.ErrTooManySignatures, "its signers have more than %d keys in all; send it with fewer signers", params.TxSigLimit)
		}
		ctx.GasMeter().ConsumeGas(signatureGas(key, given[i].Data, params), "signature")
		if !simulate && given[i].Sequence != account.Sequence {
			return errors.Wrapf(sdkerrors.ErrWrongSequence, "account sequence mismatch, expected %d, got %d", account.Sequence, given[i].Sequence)
		}
		if !simulate && !ctx.IsReCheckTx() && ctx.IsSigverifyTx() {
			if err := h.verifySigner(ctx, sent, account, signer, key, given[i]); err != nil {
				return err
			}
		}
		account.Sequence++
		if err := h.Accounts.set(ctx, signer, account); err != nil {
			return err
		}
		announce(ctx, signer, given[i])
	}
	return nil
}

// pair returns the signers and the signature of each. A simulation may leave
// signatures out.
func pair(sent transaction, simulate bool) ([][]byte, []signing.SignatureV2, error) {
	signers, err := sent.GetSigners()
	if err != nil {
		return nil, nil, errors.Wrap(sdkerrors.ErrTxDecode, err.Error())
	}
	given, err := sent.GetSignaturesV2()
	if err != nil {
		return nil, nil, errors.Wrap(ErrSignature, err.Error())
	}
	if simulate && len(given) < len(signers) {
		given = append(given, make([]signing.SignatureV2, len(signers)-len(given))...)
	}
	if len(given) != len(signers) {
		return nil, nil, errors.Wrapf(ErrSignature, "it has %d signers and %d signatures; let each signer sign once", len(signers), len(given))
	}
	return signers, given, nil
}

// settleKey returns the account's key. The first transaction of an account
// brings the key along, and the account keeps it.
func settleKey(account *signerAccount, signer sdk.AccAddress, brought cryptotypes.PubKey, limit uint64, simulate bool) (cryptotypes.PubKey, error) {
	if brought != nil {
		if err := checkKey(brought, limit); err != nil {
			return nil, err
		}
		if !simulate && !bytes.Equal(brought.Address(), signer) {
			return nil, errors.Wrapf(ErrKey, "the key sent along is not that of %s; sign with the right key", signer)
		}
	}
	switch {
	case account.key != nil:
		return account.key, checkKey(account.key, limit)
	case brought == nil && simulate:
		return simulatedKey, nil
	case brought == nil:
		return nil, errors.Wrapf(ErrKey, "the chain doesn't know the key of %s yet; send it along with this first transaction", signer)
	}
	return brought, account.bring(brought)
}

func keysIn(key cryptotypes.PubKey) uint64 {
	if group, ok := key.(*multisig.LegacyAminoPubKey); ok {
		return uint64(len(group.PubKeys))
	}
	return 1
}

// verifySigner checks one signer's signature.
func (h handler) verifySigner(ctx sdk.Context, sent transaction, account *signerAccount, address sdk.AccAddress, key cryptotypes.PubKey, given signing.SignatureV2) error {
	// The number is never left out, as the SDK does at height 0: the ledger has no
	// genesis transactions, and a node that was started again checks at height 0
	// what it is sent before its first block.
	number := account.AccountNumber
	signer := txsigning.SignerData{
		Address:       address.String(),
		ChainID:       ctx.ChainID(),
		AccountNumber: number,
		Sequence:      given.Sequence,
		PubKey:        &anypb.Any{TypeUrl: account.PubKey.TypeUrl, Value: account.PubKey.Value},
	}
	adaptable, ok := sent.(interface{ GetSigningTxData() txsigning.TxData })
	if !ok {
		return errors.Wrapf(sdkerrors.ErrTxDecode, "a %T doesn't say what its signatures sign", sent)
	}
	data := adaptable.GetSigningTxData()
	err := verify(h.Verified, key, given.Data, func(mode signing.SignMode) ([]byte, error) {
		supported, err := signMode(mode)
		if err != nil {
			return nil, err
		}
		return h.SignModes.GetSignBytes(ctx, supported, signer, data)
	})
	if err != nil {
		return errors.Wrapf(ErrSignature, "that of %s: %s; check that it was made for account number %d, sequence %d and chain %s",
			signer.Address, err, number, account.Sequence, signer.ChainID)
	}
	return nil
}

func signMode(mode signing.SignMode) (signingv1beta1.SignMode, error) {
	switch mode {
	case signing.SignMode_SIGN_MODE_DIRECT:
		return signingv1beta1.SignMode_SIGN_MODE_DIRECT, nil
	case signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON:
		return signingv1beta1.SignMode_SIGN_MODE_LEGACY_AMINO_JSON, nil
	default:
		return 0, fmt.Errorf("sign mode %s isn't supported; sign in direct or amino JSON mode", mode)
	}
}

// announce lets a transaction be found by signer and sequence, or by signature.
func announce(ctx sdk.Context, signer sdk.AccAddress, given signing.SignatureV2) {
	if ctx.IsCheckTx() {
		return
	}
	attributes := []sdk.Attribute{sdk.NewAttribute(sdk.AttributeKeyAccountSequence, fmt.Sprintf("%s/%d", signer, given.Sequence))}
	if single, ok := given.Data.(*signing.SingleSignatureData); ok {
		attributes = append(attributes, sdk.NewAttribute(sdk.AttributeKeySignature, base64.StdEncoding.EncodeToString(single.Signature)))
	}
	ctx.EventManager().EmitEvent(sdk.NewEvent(sdk.EventTypeTx, attributes...))
}
