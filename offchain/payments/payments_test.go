package payments_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/offchain/payments"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

var update = flag.Bool("update", false, "write the golden files anew")

func list(t *testing.T) []payments.Payee {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "payees.csv"))
	require.NoError(t, err)
	payees, err := payments.ReadPayees(bytes.NewReader(text))
	require.NoError(t, err)
	return payees
}

func bank() membershiptypes.OutsideAccount {
	return membershiptypes.OutsideAccount{
		Name: "bank", Kind: membershiptypes.OutsideKind_OUTSIDE_KIND_BANK, Currency: "EUR", Decimals: 2, Account: "1200", Fund: "operating",
	}
}

func due(t *testing.T) []treasurytypes.Payment {
	t.Helper()
	payees := list(t)
	return []treasurytypes.Payment{
		{Id: 7, PayeeCode: "SUP-1", PayeeSha256: payees[1].Hash(), Coin: sdk.NewInt64Coin("EUR", 24_005), Narrative: "INV-17"},
		{Id: 9, PayeeCode: "SUP-2", PayeeSha256: payees[2].Hash(), Coin: sdk.NewInt64Coin("EUR", 7), Attempts: 1},
	}
}

func file(t *testing.T, change func(*membershiptypes.OutsideAccount)) payments.File {
	t.Helper()
	outside := bank()
	if change != nil {
		change(&outside)
	}
	made, err := payments.New(2, outside, due(t), list(t), time.Date(2027, 5, 3, 9, 30, 0, 0, time.UTC), time.Date(2027, 5, 4, 0, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	return made
}

func TestFilesAreTheSameEveryTime(t *testing.T) {
	for name, write := range map[string]func(payments.File, io.Writer) error{
		"payments.csv": payments.File.WriteCSV, "payments.xml": payments.File.WritePain,
	} {
		t.Run(name, func(t *testing.T) {
			var text bytes.Buffer
			require.NoError(t, write(file(t, nil), &text))
			golden := filepath.Join("testdata", name)
			if *update {
				require.NoError(t, os.WriteFile(golden, text.Bytes(), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), text.String())
		})
	}
	require.EqualValues(t, 24_012, file(t, nil).Total().Int64())
	require.Equal(t, []uint64{7, 9}, file(t, nil).PaymentIDs())
	require.LessOrEqual(t, len(file(t, nil).Reference()), 35, "Max35Text")
	later := file(t, nil)
	later.Created = later.Created.Add(time.Second)
	require.NotEqual(t, file(t, nil).Reference(), later.Reference(), "a bank takes a reference once")
}

// sequences are the children of each element in the order of the schema of
// pain.001.001.09, as the ISO 20022 catalogue has them: PaymentInstruction30,
// GroupHeader85, CreditTransferTransaction34 and what they are made of. The
// second is those that must be there.
var sequences = map[string][2][]string{
	"Document":         {{"CstmrCdtTrfInitn"}, {"CstmrCdtTrfInitn"}},
	"CstmrCdtTrfInitn": {{"GrpHdr", "PmtInf", "SplmtryData"}, {"GrpHdr", "PmtInf"}},
	"GrpHdr":           {{"MsgId", "CreDtTm", "Authstn", "NbOfTxs", "CtrlSum", "InitgPty", "FwdgAgt"}, {"MsgId", "CreDtTm", "NbOfTxs", "InitgPty"}},
	"InitgPty":         {{"Nm", "PstlAdr", "Id", "CtryOfRes", "CtctDtls"}, nil},
	"PmtInf": {
		{
			"PmtInfId", "PmtMtd", "BtchBookg", "NbOfTxs", "CtrlSum", "PmtTpInf", "ReqdExctnDt", "PoolgAdjstmntDt", "Dbtr", "DbtrAcct", "DbtrAgt",
			"DbtrAgtAcct", "InstrForDbtrAgt", "UltmtDbtr", "ChrgBr", "ChrgsAcct", "ChrgsAcctAgt", "CdtTrfTxInf",
		},
		{"PmtInfId", "PmtMtd", "ReqdExctnDt", "Dbtr", "DbtrAcct", "DbtrAgt", "CdtTrfTxInf"},
	},
	"PmtTpInf":    {{"InstrPrty", "SvcLvl", "LclInstrm", "CtgyPurp"}, nil},
	"SvcLvl":      {{"Cd", "Prtry"}, nil},
	"ReqdExctnDt": {{"Dt", "DtTm"}, nil},
	"Dbtr":        {{"Nm", "PstlAdr", "Id", "CtryOfRes", "CtctDtls"}, nil},
	"DbtrAcct":    {{"Id", "Tp", "Ccy", "Nm", "Prxy"}, {"Id"}},
	"DbtrAgt":     {{"FinInstnId", "BrnchId"}, {"FinInstnId"}},
	"FinInstnId":  {{"BICFI", "ClrSysMmbId", "LEI", "Nm", "PstlAdr", "Othr"}, nil},
	"Othr":        {{"Id", "SchmeNm", "Issr"}, {"Id"}},
	"Id":          {{"IBAN", "Othr"}, nil},
	"CdtTrfTxInf": {
		{
			"PmtId", "PmtTpInf", "Amt", "XchgRateInf", "ChrgBr", "ChqInstr", "UltmtDbtr", "IntrmyAgt1", "IntrmyAgt1Acct", "IntrmyAgt2", "IntrmyAgt2Acct",
			"IntrmyAgt3", "IntrmyAgt3Acct", "CdtrAgt", "CdtrAgtAcct", "Cdtr", "CdtrAcct", "UltmtCdtr", "InstrForCdtrAgt", "InstrForDbtrAgt", "Purp",
			"RgltryRptg", "Tax", "RltdRmtInf", "RmtInf", "SplmtryData",
		},
		{"PmtId", "Amt"},
	},
	"PmtId":    {{"InstrId", "EndToEndId", "UETR"}, {"EndToEndId"}},
	"Amt":      {{"InstdAmt", "EqvtAmt"}, nil},
	"CdtrAgt":  {{"FinInstnId", "BrnchId"}, {"FinInstnId"}},
	"Cdtr":     {{"Nm", "PstlAdr", "Id", "CtryOfRes", "CtctDtls"}, nil},
	"CdtrAcct": {{"Id", "Tp", "Ccy", "Nm", "Prxy"}, {"Id"}},
	"RmtInf":   {{"Ustrd", "Strd"}, nil},
}

// element is any element, with what is in it.
type element struct {
	name, text string
	children   []*element
}

func parse(t *testing.T, text []byte) *element {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(text))
	top := &element{}
	open := []*element{top}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return top.children[0]
		}
		require.NoError(t, err)
		inner := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			require.Equal(t, "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09", token.Name.Space)
			child := &element{name: token.Name.Local}
			inner.children = append(inner.children, child)
			open = append(open, child)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			inner.text += strings.TrimSpace(string(token))
		}
	}
}

// inOrder holds an element and all in it against the standard's sequences.
func (e *element) inOrder(t *testing.T) {
	t.Helper()
	sequence, known := sequences[e.name]
	if !known {
		require.Empty(t, e.children, "%s has no children in the standard", e.name)
		require.NotEmpty(t, e.text, "%s says nothing", e.name)
		return
	}
	last := 0
	for _, child := range e.children {
		at := slices.Index(sequence[0], child.name)
		require.GreaterOrEqual(t, at, last, "%s in %s is unknown or out of order", child.name, e.name)
		last = at
		child.inOrder(t)
	}
	for _, needed := range sequence[1] {
		require.True(t, slices.ContainsFunc(e.children, func(child *element) bool { return child.name == needed }), "%s needs %s", e.name, needed)
	}
}

func TestPainHasTheOrderOfTheStandard(t *testing.T) {
	for _, currency := range []string{"EUR", "USD"} {
		t.Run(currency, func(t *testing.T) {
			made := file(t, nil)
			made.Outside.Currency = currency
			var text bytes.Buffer
			require.NoError(t, made.WritePain(&text))
			parse(t, text.Bytes()).inOrder(t)
			require.Equal(t, currency == "EUR", strings.Contains(text.String(), "<Cd>SEPA</Cd>"))
		})
	}
}

func TestListsThatAreRefused(t *testing.T) {
	for name, line := range map[string]string{
		"no code":                    `,Reed,GB82WEST12345698765432,,5c1f2b7ae6d04bd29f3e`,
		"no name":                    `SUP,,GB82WEST12345698765432,,5c1f2b7ae6d04bd29f3e`,
		"a formula":                  `SUP,=cmd(),GB82WEST12345698765432,,5c1f2b7ae6d04bd29f3e`,
		"a long name":                `SUP,` + strings.Repeat("é", 71) + `,GB82WEST12345698765432,,5c1f2b7ae6d04bd29f3e`,
		"two digits exchanged":       `SUP,Reed,GB82WEST12345698765423,,5c1f2b7ae6d04bd29f3e`,
		"a BIC of seven":             `SUP,Reed,GB82WEST12345698765432,COBADEF,5c1f2b7ae6d04bd29f3e`,
		"a salt that can be guessed": `SUP,Reed,GB82WEST12345698765432,,salt`,
		"a column less":              `SUP,Reed,GB82WEST12345698765432,`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := payments.ReadPayees(strings.NewReader("code,name,iban,bic,salt\n" + line + "\n"))
			require.Error(t, err)
			require.NotContains(t, err.Error(), "WEST", "no bank account is in a message")
		})
	}
	good := "SUP,Reed,GB82WEST12345698765432,,5c1f2b7ae6d04bd29f3e\n"
	_, err := payments.ReadPayees(strings.NewReader("code,name,iban,bic,salt\n" + good + good))
	require.ErrorContains(t, err, "twice")
	_, err = payments.ReadPayees(strings.NewReader("name,code,iban,bic,salt\n" + good))
	require.ErrorContains(t, err, "must begin with")
}

// The check digits are those of the registry's own examples.
func TestIBANs(t *testing.T) {
	for _, iban := range []string{"GB82WEST12345698765432", "DE89370400440532013000", "FR1420041010050500013M02606", "NO9386011117947"} {
		require.True(t, payments.ValidIBAN(iban), iban)
		wrong := []byte(iban)
		wrong[3] = '0' + (wrong[3]-'0'+1)%10
		require.False(t, payments.ValidIBAN(string(wrong)), "%s", wrong)
	}
	require.False(t, payments.ValidIBAN("gb82west12345698765432"))
}

func TestFilesThatAreRefused(t *testing.T) {
	at := time.Date(2027, 5, 3, 9, 30, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		change func(*[]treasurytypes.Payment, *[]payments.Payee, *membershiptypes.OutsideAccount)
		says   string
	}{
		"nothing is due": {func(d *[]treasurytypes.Payment, _ *[]payments.Payee, _ *membershiptypes.OutsideAccount) { *d = nil }, "is due"},
		"a payee whose account was exchanged": {func(_ *[]treasurytypes.Payment, p *[]payments.Payee, _ *membershiptypes.OutsideAccount) {
			(*p)[1].IBAN = "DE89370400440532013000"
		}, "somebody has changed the list"},
		"a payee of another name": {func(_ *[]treasurytypes.Payment, p *[]payments.Payee, _ *membershiptypes.OutsideAccount) {
			(*p)[1].Name = "Reed"
		}, "somebody has changed"},
		"an unknown payee": {func(d *[]treasurytypes.Payment, _ *[]payments.Payee, _ *membershiptypes.OutsideAccount) {
			(*d)[0].PayeeCode = "SUP-3"
		}, "not in the list"},
		"no account of the co-op": {func(_ *[]treasurytypes.Payment, p *[]payments.Payee, _ *membershiptypes.OutsideAccount) {
			*p = (*p)[1:]
		}, "the co-op's own account"},
		"another currency": {func(_ *[]treasurytypes.Payment, _ *[]payments.Payee, o *membershiptypes.OutsideAccount) {
			o.Currency = "USD"
		}, "has USD"},
	} {
		t.Run(name, func(t *testing.T) {
			payees, paid, outside := list(t), due(t), bank()
			c.change(&paid, &payees, &outside)
			_, err := payments.New(2, outside, paid, payees, at, at)
			require.ErrorContains(t, err, c.says)
		})
	}
	box := file(t, func(o *membershiptypes.OutsideAccount) { o.Kind = membershiptypes.OutsideKind_OUTSIDE_KIND_CASH_BOX })
	require.ErrorContains(t, box.WritePain(io.Discard), "only banks")
	require.NoError(t, box.WriteCSV(io.Discard))
	nowhere := file(t, nil)
	nowhere.Transfers[0].Payee.IBAN = ""
	require.ErrorContains(t, nowhere.WritePain(io.Discard), "no IBAN")
}
