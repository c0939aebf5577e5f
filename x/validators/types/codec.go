package types

import (
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/legacy"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterLegacyAminoCodec gives wallets readable names for the messages.
func RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) {
	legacy.RegisterAminoMsg(cdc, &MsgAddSeat{}, "coop/MsgAddSeat")
	legacy.RegisterAminoMsg(cdc, &MsgRemoveSeat{}, "coop/MsgRemoveSeat")
	legacy.RegisterAminoMsg(cdc, &MsgUnjail{}, "coop/MsgUnjail")
	legacy.RegisterAminoMsg(cdc, &MsgRotateKey{}, "coop/MsgRotateKey")
	legacy.RegisterAminoMsg(cdc, &MsgSetOperator{}, "coop/MsgSetOperator")
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "coop/MsgUpdateValidatorParams")
	cdc.RegisterConcrete(Params{}, "coop/validators/Params", nil)
}

// RegisterInterfaces registers the messages.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgAddSeat{},
		&MsgRemoveSeat{},
		&MsgUnjail{},
		&MsgRotateKey{},
		&MsgSetOperator{},
		&MsgUpdateParams{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

func unpackKeys(unpacker codectypes.AnyUnpacker, keys ...*codectypes.Any) error {
	for _, packed := range keys {
		var key cryptotypes.PubKey
		if err := unpacker.UnpackAny(packed, &key); err != nil {
			return err
		}
	}
	return nil
}

// UnpackInterfaces decodes the key.
func (m *MsgAddSeat) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return unpackKeys(unpacker, m.ConsensusPubkey)
}

// UnpackInterfaces decodes the key.
func (m *MsgRotateKey) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return unpackKeys(unpacker, m.ConsensusPubkey)
}

// UnpackInterfaces decodes the keys.
func (m Seat) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return unpackKeys(unpacker, m.ConsensusPubkey, m.NextPubkey)
}

// UnpackInterfaces decodes the keys.
func (m SeatLine) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return m.Seat.UnpackInterfaces(unpacker)
}

// UnpackInterfaces decodes the keys.
func (m *QuerySeatResponse) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return m.Seat.UnpackInterfaces(unpacker)
}

// UnpackInterfaces decodes the keys.
func (m *QuerySeatsResponse) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	for _, line := range m.Seats {
		if err := line.UnpackInterfaces(unpacker); err != nil {
			return err
		}
	}
	return nil
}

// UnpackInterfaces decodes the keys.
func (m *GenesisState) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	for _, seat := range m.Seats {
		if err := seat.UnpackInterfaces(unpacker); err != nil {
			return err
		}
	}
	return nil
}
