package main

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/offchain/payments"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// twoPages answers as a node whose co-op has three payments due, on two pages: two
// of its bank and one of its cash box.
type twoPages struct {
	treasurytypes.QueryClient
	room uint32
}

func (n twoPages) Params(context.Context, *treasurytypes.QueryParamsRequest, ...grpc.CallOption) (*treasurytypes.QueryParamsResponse, error) {
	return &treasurytypes.QueryParamsResponse{Params: treasurytypes.Params{MaxFilePayments: n.room}}, nil
}

func (twoPages) Payments(_ context.Context, request *treasurytypes.QueryPaymentsRequest, _ ...grpc.CallOption) (*treasurytypes.QueryPaymentsResponse, error) {
	if len(request.Pagination.Key) == 0 {
		return &treasurytypes.QueryPaymentsResponse{
			Payments: []treasurytypes.Payment{{Id: 3, BudgetId: 1}, {Id: 4, BudgetId: 2}}, Pagination: &query.PageResponse{NextKey: []byte{1}},
		}, nil
	}
	return &treasurytypes.QueryPaymentsResponse{Payments: []treasurytypes.Payment{{Id: 9, BudgetId: 1}}}, nil
}

func (twoPages) Budget(_ context.Context, request *treasurytypes.QueryBudgetRequest, _ ...grpc.CallOption) (*treasurytypes.QueryBudgetResponse, error) {
	answer := &treasurytypes.QueryBudgetResponse{}
	answer.Budget.Budget.Terms.Outside = map[uint64]string{1: "bank", 2: "box"}[request.BudgetId]
	return answer, nil
}

func TestDuePaymentsOfOneAccount(t *testing.T) {
	due, left, err := duePayments(context.Background(), twoPages{room: 100}, "alder", "bank")
	require.NoError(t, err)
	require.Zero(t, left)
	require.Len(t, due, 2)
	require.EqualValues(t, []uint64{3, 9}, []uint64{due[0].Id, due[1].Id})
	due, left, err = duePayments(context.Background(), twoPages{room: 1}, "alder", "bank")
	require.NoError(t, err)
	require.Len(t, due, 1)
	require.Equal(t, 1, left)
}

func TestWhatComesAfterAPaymentFile(t *testing.T) {
	file := payments.File{
		Outside: membershiptypes.OutsideAccount{Name: "bank", Currency: "EUR"}, Created: time.Unix(0, 0),
		Transfers: []payments.Transfer{
			{Payment: treasurytypes.Payment{Id: 3, Coin: sdk.NewInt64Coin("EUR", 40)}}, {Payment: treasurytypes.Payment{Id: 9, Coin: sdk.NewInt64Coin("EUR", 2)}},
		},
	}
	said := whatNext("alder", file, []byte("abc"), 5)
	require.Contains(t, said, "coopd tx treasury record-file alder bank 42 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 3 9 --from KEY",
		"the hash is the published one of abc")
	require.Contains(t, said, "5 more are due")
	require.NotContains(t, whatNext("alder", file, nil, 0), "more are due")
}
