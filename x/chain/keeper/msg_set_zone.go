package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/chain/types"
)

// SetZone changes how a zone's clocks go from an instant on, or adds a zone.
// What is past stays as it is: nobody's days are counted anew.
func (k msgServer) SetZone(ctx context.Context, msg *types.MsgSetZone) (*types.MsgSetZoneResponse, error) {
	if err := k.mustBeAuthority(msg.Authority); err != nil {
		return nil, err
	}
	rule := types.ZoneRule{From: msg.From, Posix: msg.Posix}
	zone, err := k.Zones.Get(ctx, msg.Name)
	switch {
	case errors.Is(err, collections.ErrNotFound):
		zone, err = k.newZone(ctx, msg.Name, rule)
	case err == nil:
		zone, err = k.changedZone(ctx, zone, rule)
	}
	if err != nil {
		return nil, err
	}
	if err := zone.Validate(); err != nil {
		return nil, err
	}
	if err := k.Zones.Set(ctx, zone.Name, zone); err != nil {
		return nil, err
	}
	event := &types.EventZoneSet{Name: zone.Name, Version: zone.Version, Rule: rule}
	return &types.MsgSetZoneResponse{Version: zone.Version}, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}

func (k *Keeper) newZone(ctx context.Context, name string, rule types.ZoneRule) (types.Zone, error) {
	zones := 0
	if err := k.Zones.Walk(ctx, nil, func(string, types.Zone) (bool, error) { zones++; return false, nil }); err != nil {
		return types.Zone{}, err
	}
	if zones >= types.MaxZones {
		return types.Zone{}, errorsmod.Wrapf(types.ErrInvalidZone, "the table holds %d zones, of at most %d; use one of them", zones, types.MaxZones)
	}
	return types.Zone{Name: name, Version: 1, Rules: []types.ZoneRule{rule}}, nil
}

func (k *Keeper) changedZone(ctx context.Context, zone types.Zone, rule types.ZoneRule) (types.Zone, error) {
	now, err := k.CivilNow(ctx)
	if err != nil {
		return types.Zone{}, err
	}
	if rule.From < now {
		return types.Zone{}, errorsmod.Wrapf(types.ErrInvalidZone,
			"the rule of zone %q would begin at %d and it is %d now; what is past stays, so choose a time to come", zone.Name, rule.From, now)
	}
	kept := zone.Rules[:1:1]
	for _, earlier := range zone.Rules[1:] {
		if earlier.From < rule.From {
			kept = append(kept, earlier)
		}
	}
	// Rules that ended long ago make room; the one in force now begins the list.
	for len(kept) >= types.MaxZoneRules && kept[1].From <= now {
		kept = kept[1:]
		kept[0].From = 0
	}
	zone.Rules = append(kept, rule)
	zone.Version++
	return zone, nil
}
