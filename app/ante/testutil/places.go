package testutil

import (
	"context"
	"errors"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

// Places is a roll in memory. A payment to CoopAccount(n) stands for a member's
// message in co-op n; any other message is nobody's as a member.
type Places struct {
	Members   map[uint64]map[string]uint64
	Admitted  map[uint64]bool
	Operators map[string]uint64
	// First are the numbers of members whose messages come first.
	First map[uint64]bool
}

// NewPlaces has nobody in it.
func NewPlaces() *Places {
	return &Places{Members: map[uint64]map[string]uint64{}, Admitted: map[uint64]bool{}, Operators: map[string]uint64{}}
}

// CoopAccount is where a member's message in a co-op is sent to.
func CoopAccount(coopID uint64) sdk.AccAddress {
	return sdk.AccAddress(fmt.Sprintf("co-op %14d", coopID))
}

// Join makes the key one of a member's in an admitted co-op.
func (p *Places) Join(coopID, memberID uint64, key Key) {
	p.Admitted[coopID] = true
	if p.Members[coopID] == nil {
		p.Members[coopID] = map[string]uint64{}
	}
	p.Members[coopID][string(key.Address())] = memberID
}

// CoopOf implements ante.Places.
func (p *Places) CoopOf(_ context.Context, message sdk.Msg) (uint64, bool, error) {
	send, ok := message.(*banktypes.MsgSend)
	if !ok {
		return 0, false, nil
	}
	for coopID := uint64(1); coopID <= uint64(len(p.Members)); coopID++ {
		if send.ToAddress == CoopAccount(coopID).String() {
			return coopID, true, nil
		}
	}
	return 0, false, nil
}

// MemberOf implements ante.Places.
func (p *Places) MemberOf(_ context.Context, coopID uint64, address []byte, _ []sdk.Msg) (uint64, error) {
	if memberID, ok := p.Members[coopID][string(address)]; ok {
		return memberID, nil
	}
	return 0, errors.New("not a member")
}

// IsAdmitted implements ante.Places.
func (p *Places) IsAdmitted(_ context.Context, coopID uint64) (bool, error) {
	return p.Admitted[coopID], nil
}

// ComesFirst implements ante.Places.
func (p *Places) ComesFirst(_ context.Context, _ sdk.Msg, memberID uint64) (bool, error) {
	return p.First[memberID], nil
}

// OperatorOf implements ante.Places.
func (p *Places) OperatorOf(_ context.Context, address []byte) (uint64, bool, error) {
	coopID, ok := p.Operators[string(address)]
	return coopID, ok, nil
}
