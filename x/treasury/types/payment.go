package types

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Word says the status as people do: requested, reserved, held …
func (s PaymentStatus) Word() string {
	return strings.ToLower(strings.TrimPrefix(s.String(), "PAYMENT_STATUS_"))
}

// Reserves says whether the payment's coins are spoken for.
func (p Payment) Reserves() bool {
	switch p.Status {
	case PaymentStatus_PAYMENT_STATUS_RESERVED, PaymentStatus_PAYMENT_STATUS_HELD, PaymentStatus_PAYMENT_STATUS_DUE,
		PaymentStatus_PAYMENT_STATUS_EXPORTED, PaymentStatus_PAYMENT_STATUS_RETURNED,
		PaymentStatus_PAYMENT_STATUS_AWAITING_BRIDGE, PaymentStatus_PAYMENT_STATUS_IN_BRIDGE:
		return true
	}
	return false
}

// Commits says whether the payment uses up its budget.
func (p Payment) Commits() bool {
	return p.Reserves() || p.Status == PaymentStatus_PAYMENT_STATUS_PAID
}

// GoesTo is whom the payment is found by: its payee's address, here or on Ethereum,
// member:7 for the passbook of member 7, or code:C-17 for the payee C-17 of an outside account.
func (p Payment) GoesTo() string {
	switch {
	case p.ToPassbook:
		return fmt.Sprintf("member:%d", p.PayeeMemberId)
	case p.IsOutside():
		return "code:" + p.PayeeCode
	case p.PayeeEthereum != "":
		return p.PayeeEthereum
	}
	return p.Payee
}

// Validate checks a payment of a genesis by itself.
func (p Payment) Validate() error {
	if _, known := PaymentStatus_name[int32(p.Status)]; !known || p.Status == PaymentStatus_PAYMENT_STATUS_UNSPECIFIED {
		return ErrInvalidPayment.Wrapf("%d is no status", p.Status)
	}
	if err := ValidateCoins(sdk.Coins{p.Coin}, 1); err != nil {
		return err
	}
	if len(p.DocumentSha256) != 0 && len(p.DocumentSha256) != sha256.Size {
		return ErrInvalidPayment.Wrap("its document's hash is no SHA-256")
	}
	for _, check := range []func() error{p.validateOutside, p.validateEthereum, p.validateStanding} {
		if err := check(); err != nil {
			return err
		}
	}
	waits := p.Status == PaymentStatus_PAYMENT_STATUS_REQUESTED || p.Status == PaymentStatus_PAYMENT_STATUS_RESERVED
	if waits != (p.NextAt != 0) {
		return ErrInvalidPayment.Wrapf("it is %s and something happens to it at %d; that is so for requested and reserved ones alone", p.Status.Word(), p.NextAt)
	}
	if paid := p.Status == PaymentStatus_PAYMENT_STATUS_PAID; paid != (p.Entry != 0) {
		return ErrInvalidPayment.Wrapf("it is %s and in the journal as entry %d; a paid one has an entry, another none", p.Status.Word(), p.Entry)
	}
	for _, ids := range [][]uint64{p.ApproverMemberIds, p.ObjectorMemberIds} {
		sorted := slices.Sorted(slices.Values(ids))
		if len(slices.Compact(sorted)) != len(ids) {
			return ErrInvalidPayment.Wrapf("a member counts once, and the list is %v", ids)
		}
	}
	if p.ToPassbook && p.PayeeMemberId == 0 {
		return ErrInvalidPayment.Wrap("it goes into a passbook, and no member is named")
	}
	if slices.Contains(p.ApproverMemberIds, p.RequesterMemberId) || p.PayeeMemberId != 0 && slices.Contains(p.ApproverMemberIds, p.PayeeMemberId) {
		return ErrInvalidPayment.Wrap("who asked for it or is paid has approved it")
	}
	return nil
}
