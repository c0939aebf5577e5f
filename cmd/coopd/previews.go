package main

import (
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancecli "github.com/coopledger/coopledger/x/governance/client/cli"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// registerPreviews says what the messages of modules that x/governance doesn't
// know will do, for the preview of `coopd tx governance propose`. What moves money
// belongs here with its payees, so that an unknown one is confirmed.
func registerPreviews() {
	governancecli.RegisterPreview(func(m *validatorstypes.MsgAddSeat) governancecli.Preview {
		said := fmt.Sprintf("gives co-op %d a validator's seat, run by %s", m.CoopId, m.Operator)
		if m.ReplacesCoopId != 0 {
			said += fmt.Sprintf(", in the place of co-op %d", m.ReplacesCoopId)
		}
		return governancecli.Preview{Sentence: said}
	})
	governancecli.RegisterPreview(func(m *validatorstypes.MsgRemoveSeat) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("takes the validator's seat of co-op %d", m.CoopId)}
	})
	registerTreasuryPreviews()
	governancecli.RegisterPreview(func(m *chaintypes.MsgScheduleUpgrade) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("has every node change to the release %q, %d blocks after it is carried out", m.Name, m.BlocksAfterExecution)}
	})
}

// registerTreasuryPreviews says what money a resolution moves, and to whom.
func registerTreasuryPreviews() {
	governancecli.RegisterPreview(func(m *treasurytypes.MsgPay) governancecli.Preview {
		to, payees := payeeInWords(m.Payee, m.PayeeMemberId, m.CoopId)
		return governancecli.Preview{
			Sentence: fmt.Sprintf("pays %s from the fund %q to %s", governancecli.CoinsInWords(m.Coins), m.Fund, to), Payees: payees,
		}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgClassify) governancecli.Preview {
		return governancecli.Preview{
			Sentence: fmt.Sprintf("classifies %s that have come in%s, to the fund %q and the account %s", governancecli.CoinsInWords(sdk.Coins{m.Coin}), outsideInWords(m.Outside), m.Fund, m.Account),
		}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgMove) governancecli.Preview {
		return governancecli.Preview{
			Sentence: fmt.Sprintf("moves %s from the fund %q to the fund %q", governancecli.CoinsInWords(m.Coins), m.FromFund, m.ToFund),
		}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgOpenBudget) governancecli.Preview {
		return governancecli.Preview{Sentence: budgetInWords(m.Terms)}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgCloseBudget) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("closes budget %d of co-op %d; what is reserved is paid still", m.BudgetId, m.CoopId)}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgPayOutside) governancecli.Preview {
		return governancecli.Preview{
			Sentence: fmt.Sprintf("pays %s minor units out of the outside account %q to the payee %s, whose details have the SHA-256 %x", m.Amount, m.Outside, m.PayeeCode, m.PayeeSha256),
		}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgRequestPayment) governancecli.Preview {
		return requestPreview(m)
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgRefusePayment) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("refuses payment %d of co-op %d, or ends that standing order (%s)", m.PaymentId, m.CoopId, m.Reason)}
	})
	registerPassbookPreviews()
	registerHoldingPreviews()
	registerSurplusPreviews()
	governancecli.RegisterPreview(func(m *treasurytypes.MsgLockPeriod) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("locks the books of co-op %d to %s for good: officers date nothing on that day or before it any more", m.CoopId, treasurytypes.DayText(m.LastDay))}
	})
}

// outsideInWords names the outside account that a message is about; nothing for
// coins on the ledger.
func outsideInWords(outside string) string {
	if outside == "" {
		return ""
	}
	return fmt.Sprintf(" to the outside account %q", outside)
}

// budgetInWords says who may spend how much for what, and who approves.
func budgetInWords(terms treasurytypes.BudgetTerms) string {
	often := "in all"
	if terms.Window != treasurytypes.Window_WINDOW_ONCE {
		often = "a " + terms.Window.Word()
	}
	said := fmt.Sprintf("opens a budget of %s %s %s from the fund %q for %s; %s may ask, %d of %s approve",
		terms.Cap, terms.Denom, often, terms.Fund, terms.Purpose, terms.Spenders.Words(), terms.Approvals, terms.Approvers.Words())
	if terms.Outside != "" {
		said += fmt.Sprintf(", out of the outside account %q", terms.Outside)
	}
	if terms.ExpiresAt != 0 {
		said += ", until " + membershiptypes.Date(terms.ExpiresAt)
	}
	return said
}
