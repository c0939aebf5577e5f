package payments

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"time"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// The parts of pain.001.001.09 (CustomerCreditTransferInitiationV09 of ISO 20022)
// that a credit transfer in one currency needs. Elements are in the order of the
// standard's sequences, which a bank checks.
type (
	document struct {
		XMLName xml.Name   `xml:"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09 Document"`
		Header  groupHead  `xml:"CstmrCdtTrfInitn>GrpHdr"`
		Order   paymentInf `xml:"CstmrCdtTrfInitn>PmtInf"`
	}
	groupHead struct {
		ID         string `xml:"MsgId"`
		Created    string `xml:"CreDtTm"`
		Count      string `xml:"NbOfTxs"`
		Sum        string `xml:"CtrlSum"`
		Initiating string `xml:"InitgPty>Nm"`
	}
	paymentInf struct {
		ID        string     `xml:"PmtInfId"`
		Method    string     `xml:"PmtMtd"`
		Count     string     `xml:"NbOfTxs"`
		Sum       string     `xml:"CtrlSum"`
		Type      *typeInf   `xml:"PmtTpInf"`
		On        string     `xml:"ReqdExctnDt>Dt"`
		Debtor    string     `xml:"Dbtr>Nm"`
		Account   account    `xml:"DbtrAcct"`
		Agent     agent      `xml:"DbtrAgt>FinInstnId"`
		Charges   string     `xml:"ChrgBr"`
		Transfers []transfer `xml:"CdtTrfTxInf"`
	}
	typeInf struct {
		ServiceLevel string `xml:"SvcLvl>Cd"`
	}
	account struct {
		IBAN     string `xml:"Id>IBAN"`
		Currency string `xml:"Ccy,omitempty"`
	}
	agent struct {
		BIC   string `xml:"BICFI,omitempty"`
		Other *other `xml:"Othr"`
	}
	other struct {
		ID string `xml:"Id"`
	}
	transfer struct {
		EndToEnd  string  `xml:"PmtId>EndToEndId"`
		Amount    money   `xml:"Amt>InstdAmt"`
		Agent     *agents `xml:"CdtrAgt"`
		Creditor  string  `xml:"Cdtr>Nm"`
		Account   account `xml:"CdtrAcct"`
		Narrative *remit  `xml:"RmtInf"`
	}
	agents struct {
		Institution agent `xml:"FinInstnId"`
	}
	remit struct {
		Unstructured string `xml:"Ustrd"`
	}
	money struct {
		Currency string `xml:"Ccy,attr"`
		Amount   string `xml:",chardata"`
	}
)

// WritePain writes the file as pain.001.001.09. Only banks take it, and they pay
// by IBAN.
func (f File) WritePain(to io.Writer) error {
	if f.Outside.Kind != membershiptypes.OutsideKind_OUTSIDE_KIND_BANK {
		return fmt.Errorf("the outside account %q is a %s, and only banks take pain.001; write it as csv", f.Outside.Name, f.Outside.Kind.Word())
	}
	for _, payee := range append([]Payee{f.Debtor}, f.payees()...) {
		if payee.IBAN == "" {
			return fmt.Errorf("the payee %q has no IBAN in the list; add it, or write the file as csv", payee.Code)
		}
	}
	if _, err := io.WriteString(to, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(to)
	encoder.Indent("", "  ")
	if err := encoder.Encode(f.document()); err != nil {
		return err
	}
	_, err := io.WriteString(to, "\n")
	return err
}

func (f File) payees() (payees []Payee) {
	for _, transfer := range f.Transfers {
		payees = append(payees, transfer.Payee)
	}
	return payees
}

func (f File) document() document {
	count, sum := strconv.Itoa(len(f.Transfers)), f.amount(f.Total())
	order := paymentInf{
		ID: f.Reference(), Method: "TRF", Count: count, Sum: sum, On: f.On.Format(time.DateOnly), Debtor: f.Debtor.Name,
		Account: account{IBAN: f.Debtor.IBAN, Currency: f.Outside.Currency}, Agent: agentOf(f.Debtor), Charges: "SHAR",
	}
	if f.Outside.Currency == "EUR" {
		order.Type, order.Charges = &typeInf{ServiceLevel: "SEPA"}, "SLEV"
	}
	for _, sent := range f.Transfers {
		one := transfer{
			EndToEnd: endToEnd(sent), Amount: money{Currency: f.Outside.Currency, Amount: f.amount(sent.Payment.Coin.Amount)},
			Creditor: sent.Payee.Name, Account: account{IBAN: sent.Payee.IBAN},
		}
		if sent.Payee.BIC != "" {
			one.Agent = &agents{Institution: agentOf(sent.Payee)}
		}
		if sent.Payment.Narrative != "" {
			one.Narrative = &remit{Unstructured: sent.Payment.Narrative}
		}
		order.Transfers = append(order.Transfers, one)
	}
	return document{
		Header: groupHead{ID: f.Reference(), Created: f.Created.Format("2006-01-02T15:04:05Z"), Count: count, Sum: sum, Initiating: f.Debtor.Name},
		Order:  order,
	}
}

// agentOf names a bank, or says that the sender doesn't know it, as the European
// Payments Council's guidelines have it.
func agentOf(payee Payee) agent {
	if payee.BIC == "" {
		return agent{Other: &other{ID: "NOTPROVIDED"}}
	}
	return agent{BIC: payee.BIC}
}
