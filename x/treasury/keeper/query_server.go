package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// maxPageLimit bounds a page; a request for more gets this many and a next key.
const maxPageLimit = 100

type queryServer struct{ *Keeper }

// NewQueryServer returns the server of x/treasury's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

func boundedPage(page *query.PageRequest) *query.PageRequest {
	if page == nil {
		return &query.PageRequest{Limit: maxPageLimit}
	}
	bounded := *page
	if bounded.Limit == 0 || bounded.Limit > maxPageLimit {
		bounded.Limit = maxPageLimit
	}
	return &bounded
}

// Params returns the module's limits.
func (q queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := q.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryParamsResponse{Params: params}, nil
}

// Book returns how long a co-op's journal is and whether its treasury is frozen.
func (q queryServer) Book(ctx context.Context, request *types.QueryBookRequest) (*types.QueryBookResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	rules, err := q.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	book, err := q.book(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	response := &types.QueryBookResponse{Book: book, Currency: rules.Currency, Decimals: rules.Decimals}
	freeze, err := q.Freezes.Get(ctx, coop.Id)
	if err == nil {
		response.Freeze = &freeze
	} else if !errors.Is(err, collections.ErrNotFound) {
		return nil, err
	}
	return response, nil
}

// Funds lists a co-op's funds and their policies.
func (q queryServer) Funds(ctx context.Context, request *types.QueryFundsRequest) (*types.QueryFundsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	rules, err := q.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	return &types.QueryFundsResponse{Funds: rules.Funds, Overheads: rules.Overheads}, nil
}

// Accounts lists the accounts of a co-op's book.
func (q queryServer) Accounts(ctx context.Context, request *types.QueryAccountsRequest) (*types.QueryAccountsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	rules, err := q.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	return &types.QueryAccountsResponse{Accounts: rules.Accounts}, nil
}

// Purses lists a co-op's purses and the coins that the bank has there.
func (q queryServer) Purses(ctx context.Context, request *types.QueryPursesRequest) (*types.QueryPursesResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	lines, page, err := query.CollectionPaginate(ctx, q.FundPurses, boundedPage(request.Pagination),
		func(key collections.Pair[uint64, string], _ collections.NoValue) (types.PurseLine, error) {
			line := types.PurseLine{Fund: key.K2(), Address: types.PurseAddress(coop.Id, key.K2()), Coins: q.bank.GetAllBalances(ctx, types.PurseAccount(coop.Id, key.K2()))}
			err := q.addReserved(ctx, coop.Id, &line)
			return line, err
		},
		query.WithCollectionPaginationPairPrefix[uint64, string](coop.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryPursesResponse{Purses: lines, Pagination: page}, nil
}

// addReserved says how many of a purse's coins are spoken for. No coin is
// reserved that isn't there.
func (k *Keeper) addReserved(ctx context.Context, coopID uint64, line *types.PurseLine) error {
	for _, coin := range line.Coins {
		reserved, err := k.reserved(ctx, coopID, line.Fund, coin.Denom)
		if err != nil {
			return err
		}
		if reserved.IsPositive() {
			line.Reserved = append(line.Reserved, sdk.NewCoin(coin.Denom, reserved))
		}
	}
	return nil
}

// TrialBalance lists the balances of a co-op's accounts.
func (q queryServer) TrialBalance(ctx context.Context, request *types.QueryTrialBalanceRequest) (*types.QueryTrialBalanceResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	rules, err := q.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	lines, page, err := query.CollectionPaginate(ctx, q.Balances, boundedPage(request.Pagination),
		func(key balanceKey, balance types.Balance) (types.TrialLine, error) {
			account, _ := rules.Account(key.K2())
			line := types.TrialLine{Account: key.K2(), Name: account.Name, Kind: account.Kind, Fund: key.K3(), Denom: key.K4(), Balance: balance}
			// What officers had posted before it became an outside account has no denom.
			if outside, is := rules.OutsideOf(key.K2()); is && key.K4() == outside.Currency {
				line.Outside = outside.Name
			}
			return line, nil
		},
		func(options *query.CollectionsPaginateOptions[balanceKey]) {
			prefix := collections.QuadPrefix[uint64, string, string, string](coop.Id)
			options.Prefix = &prefix
		})
	if err != nil {
		return nil, err
	}
	return &types.QueryTrialBalanceResponse{Lines: lines, Pagination: page}, nil
}

// Pending lists the entries that wait for a second officer.
func (q queryServer) Pending(ctx context.Context, request *types.QueryPendingRequest) (*types.QueryPendingResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	pending, page, err := query.CollectionPaginate(ctx, q.Keeper.Pending, boundedPage(request.Pagination),
		func(_ collections.Pair[uint64, uint64], pending types.PendingEntry) (types.PendingEntry, error) {
			return pending, nil
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryPendingResponse{Pending: pending, Pagination: page}, nil
}

// Entry returns one entry of a journal.
func (q queryServer) Entry(ctx context.Context, request *types.QueryEntryRequest) (*types.QueryEntryResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	entry, err := q.entry(ctx, coop.Id, request.Number)
	if err != nil {
		return nil, err
	}
	return &types.QueryEntryResponse{Entry: entry}, nil
}

// Journal lists a co-op's entries from a number on, all or those of one account
// or of some days. A page looks at so many entries, dated within the days or not.
func (q queryServer) Journal(ctx context.Context, request *types.QueryJournalRequest) (*types.QueryJournalResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	limit := int(request.Limit)
	if limit == 0 || limit > maxPageLimit {
		limit = maxPageLimit
	}
	numbers, err := q.numbers(ctx, coop.Id, request.From, request.Account, limit+1)
	if err != nil {
		return nil, err
	}
	response := &types.QueryJournalResponse{}
	for i, number := range numbers {
		if i == limit {
			response.Next = number
			break
		}
		entry, err := q.entry(ctx, coop.Id, number)
		if err != nil {
			return nil, err
		}
		if entry.AccountingDate >= request.Since && (request.Until == 0 || entry.AccountingDate <= request.Until) {
			response.Entries = append(response.Entries, entry)
		}
	}
	return response, nil
}

// numbers of at most so many entries.
func (k *Keeper) numbers(ctx context.Context, coopID, from uint64, account string, most int) (numbers []uint64, err error) {
	if account == "" {
		book, err := k.book(ctx, coopID)
		if err != nil {
			return nil, err
		}
		for number := max(from, 1); number <= book.Entries && len(numbers) < most; number++ {
			numbers = append(numbers, number)
		}
		return numbers, nil
	}
	// The greatest number is a journal's last, so the range ends with the account.
	within := new(collections.Range[collections.Triple[uint64, string, uint64]]).
		StartInclusive(collections.Join3(coopID, account, from)).
		EndInclusive(collections.Join3(coopID, account, ^uint64(0)))
	err = k.EntriesByAccount.Walk(ctx, within, func(key collections.Triple[uint64, string, uint64]) (bool, error) {
		numbers = append(numbers, key.K3())
		return len(numbers) >= most, nil
	})
	return numbers, err
}
