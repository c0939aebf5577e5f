package keeper

import (
	"context"
	"errors"
	"math"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	// byStrangers stands for nobody in particular among those who relay applications.
	byStrangers uint64 = 0
	// allApplications of a co-op are counted beside those of each relayer.
	allApplications uint64 = math.MaxUint64
)

// GetPersonApplication finds a person's application by its number.
func (k *Keeper) GetPersonApplication(ctx context.Context, coopID, number uint64) (types.PersonApplication, error) {
	application, err := k.PersonApplications.Get(ctx, collections.Join(coopID, number))
	if errors.Is(err, collections.ErrNotFound) {
		return types.PersonApplication{}, types.ErrUnknownApplication.Wrapf("co-op %d has no open application %d; list them with: coopd q membership person-applications %d",
			coopID, number, coopID)
	}
	return application, err
}

// openApplication stores a new application under the co-op's next number.
func (k *Keeper) openApplication(ctx context.Context, application types.PersonApplication) (types.PersonApplication, error) {
	number, err := k.ApplicationNumbers.Get(ctx, application.CoopId)
	if errors.Is(err, collections.ErrNotFound) {
		number, err = 1, nil
	}
	if err != nil {
		return application, err
	}
	application.Number = number
	if err := k.ApplicationNumbers.Set(ctx, application.CoopId, number+1); err != nil {
		return application, err
	}
	if err := k.indexApplication(ctx, application); err != nil {
		return application, err
	}
	return application, k.storeApplicationOf(ctx, application)
}

// indexApplication notes whose it is, how many there are, and when it is over.
func (k *Keeper) indexApplication(ctx context.Context, application types.PersonApplication) error {
	account, err := types.AddressBytes(application.Address)
	if err != nil {
		return err
	}
	if err := k.Applicants.Set(ctx, collections.Join(application.CoopId, account), application.Number); err != nil {
		return err
	}
	for _, relayer := range []uint64{application.RelayedBy, allApplications} {
		open, err := k.openApplications(ctx, application.CoopId, relayer)
		if err != nil {
			return err
		}
		if err := k.OpenApplications.Set(ctx, collections.Join(application.CoopId, relayer), open+1); err != nil {
			return err
		}
	}
	return k.Dates.Set(ctx, collections.Join4(application.ExpiresAt, application.CoopId, dueExpiry, application.Number))
}

// openApplications counts those of a relayer that are not decided.
func (k *Keeper) openApplications(ctx context.Context, coopID, relayer uint64) (uint64, error) {
	open, err := k.OpenApplications.Get(ctx, collections.Join(coopID, relayer))
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return open, err
}

func (k *Keeper) storeApplicationOf(ctx context.Context, application types.PersonApplication) error {
	if err := k.PersonApplications.Set(ctx, collections.Join(application.CoopId, application.Number), application); err != nil {
		return err
	}
	if application.Due != 0 {
		if err := k.Windows.Set(ctx, admissionDueKey(application)); err != nil {
			return err
		}
	}
	return emit(ctx, &types.EventPersonApplied{Application: application})
}

func admissionDueKey(application types.PersonApplication) dueKey {
	return collections.Join4(application.Due, application.CoopId, dueAdmission, application.Number)
}

// moveApplication brings an application to a stage, with the time at which it
// admits itself if it stands.
func (k *Keeper) moveApplication(
	ctx context.Context, application types.PersonApplication, stage types.ApplicationStage, due int64,
) error {
	if application.Due != 0 {
		if err := k.Windows.Remove(ctx, admissionDueKey(application)); err != nil {
			return err
		}
	}
	application.Stage, application.Due = stage, due
	return k.storeApplicationOf(ctx, application)
}

// closeApplication removes an application that has ended.
func (k *Keeper) closeApplication(
	ctx context.Context, application types.PersonApplication, end types.ApplicationEnd, memberID uint64,
) error {
	account, err := types.AddressBytes(application.Address)
	if err != nil {
		return err
	}
	coopID := application.CoopId
	if err := k.PersonApplications.Remove(ctx, collections.Join(coopID, application.Number)); err != nil {
		return err
	}
	if err := k.Applicants.Remove(ctx, collections.Join(coopID, account)); err != nil {
		return err
	}
	for _, relayer := range []uint64{application.RelayedBy, allApplications} {
		if err := k.countApplicationOff(ctx, coopID, relayer); err != nil {
			return err
		}
	}
	if application.Due != 0 {
		if err := k.Windows.Remove(ctx, admissionDueKey(application)); err != nil {
			return err
		}
	}
	if err := k.Dates.Remove(ctx, collections.Join4(application.ExpiresAt, coopID, dueExpiry, application.Number)); err != nil {
		return err
	}
	return emit(ctx, &types.EventApplicationEnded{
		CoopId: coopID, Application: application.Number, End: end, MemberId: memberID,
	})
}

func (k *Keeper) countApplicationOff(ctx context.Context, coopID, relayer uint64) error {
	open, err := k.openApplications(ctx, coopID, relayer)
	if err != nil {
		return err
	}
	if open <= 1 {
		return k.OpenApplications.Remove(ctx, collections.Join(coopID, relayer))
	}
	return k.OpenApplications.Set(ctx, collections.Join(coopID, relayer), open-1)
}

// expireApplication ends an application that nobody has decided.
func (k *Keeper) expireApplication(ctx context.Context, key dueKey) error {
	application, err := k.GetPersonApplication(ctx, key.K2(), key.K4())
	if err != nil {
		return err
	}
	return k.closeApplication(ctx, application, types.ApplicationEnd_APPLICATION_END_EXPIRED, 0)
}

// admitStanding admits an applicant whose objection window is over. If the class
// takes nobody else today it is tried again tomorrow; if the charter has changed
// since and applications to the class don't admit themselves any more, it waits.
func (k *Keeper) admitStanding(ctx context.Context, key dueKey, now int64) error {
	application, err := k.GetPersonApplication(ctx, key.K2(), key.K4())
	if err != nil {
		return err
	}
	if application.Due != key.K1() {
		return types.ErrBroken.Wrapf("application %d to co-op %d is queued at %d and due at %d",
			application.Number, application.CoopId, key.K1(), application.Due)
	}
	coop, err := k.GetCoop(ctx, application.CoopId)
	if err != nil {
		return err
	}
	_, charter, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return err
	}
	class, err := charter.Class(application.ClassId)
	if err != nil {
		return err
	}
	switch charter.Policy(class) {
	case types.AdmissionPolicy_ADMISSION_POLICY_OPEN, types.AdmissionPolicy_ADMISSION_POLICY_SPONSORED:
	default:
		return k.moveApplication(ctx, application, types.ApplicationStage_APPLICATION_STAGE_WAITING, 0)
	}
	_, err = k.admitApplicant(ctx, coop, class, application, false, "")
	switch {
	case errors.Is(err, types.ErrClassFull):
		return k.moveApplication(ctx, application, application.Stage, (now/secondsPerDay+1)*secondsPerDay)
	case errors.Is(err, types.ErrMustWait):
		return k.moveApplication(ctx, application, types.ApplicationStage_APPLICATION_STAGE_REFERRED, 0)
	}
	return err
}

// admitApplicant gives a person who has applied a place.
func (k *Keeper) admitApplicant(
	ctx context.Context, coop types.Coop, class types.Class, application types.PersonApplication, byMembers bool, authority string,
) (types.Member, error) {
	account, err := types.AddressBytes(application.Address)
	if err != nil {
		return types.Member{}, err
	}
	if err := k.keyIsFree(ctx, coop, account); err != nil {
		return types.Member{}, err
	}
	roll, err := k.GetRoll(ctx, coop.Id)
	if err != nil {
		return types.Member{}, err
	}
	taken := place{coop: coop, class: class, kind: types.MemberKind_MEMBER_KIND_PERSON, keys: [][]byte{account}}
	if err := class.Takes(taken.kind); err != nil {
		return types.Member{}, err
	}
	if err := k.hasRoom(ctx, taken, roll, byMembers); err != nil {
		return types.Member{}, err
	}
	member, err := k.join(ctx, &roll, taken, authority)
	if err != nil {
		return types.Member{}, err
	}
	return member, k.Rolls.Set(ctx, coop.Id, roll)
}

// closeApplicationOf finds the application of whoever is joining by another way, and
// closes it: a key has one place.
func (k *Keeper) closeApplicationOf(ctx context.Context, coopID uint64, key []byte, memberID uint64) error {
	number, err := k.Applicants.Get(ctx, collections.Join(coopID, key))
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	application, err := k.GetPersonApplication(ctx, coopID, number)
	if err != nil {
		return err
	}
	return k.closeApplication(ctx, application, types.ApplicationEnd_APPLICATION_END_ADMITTED, memberID)
}
