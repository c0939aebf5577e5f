package types

// coopNumber names a budget, a payment or an entry of a co-op.
type coopNumber struct{ coopID, number uint64 }

// follows the last one in the order of the state; numbers begin with 1.
func (n coopNumber) follows(last coopNumber) bool {
	return n.number > 0 && (n.coopID > last.coopID || n.coopID == last.coopID && n.number > last.number)
}

// validateBudgets checks budgets and the payments out of them against each other,
// the counters and the journal.
func (g GenesisState) validateBudgets(books map[uint64]Book) error {
	budgets := make(map[coopNumber]Budget, len(g.Budgets))
	open := make(map[uint64]uint32)
	last := coopNumber{}
	for _, budget := range g.Budgets {
		key := coopNumber{budget.CoopId, budget.Id}
		if !key.follows(last) || budget.Id > books[budget.CoopId].LastBudgetId {
			return ErrInvalidGenesis.Wrapf("budget %d of co-op %d is out of order or has a number that was not given yet", budget.Id, budget.CoopId)
		}
		last, budgets[key] = key, budget
		if err := budget.Validate(); err != nil {
			return ErrInvalidGenesis.Wrapf("budget %d of co-op %d: %s", budget.Id, budget.CoopId, err)
		}
		if budget.ClosedAt == 0 {
			open[budget.CoopId]++
		}
	}
	requests, err := g.validatePayments(books, budgets)
	if err != nil {
		return err
	}
	for _, book := range g.Books {
		if book.Book.OpenBudgets != open[book.CoopId] || book.Book.Requests != requests[book.CoopId] {
			return ErrInvalidGenesis.Wrapf("the book of co-op %d counts %d open budgets and %d requests; %d and %d are given",
				book.CoopId, book.Book.OpenBudgets, book.Book.Requests, open[book.CoopId], requests[book.CoopId])
		}
	}
	if err := g.validateStanding(); err != nil {
		return err
	}
	if err := g.validateFiles(books); err != nil {
		return err
	}
	if err := g.validateReconciliations(books); err != nil {
		return err
	}
	return g.validateImports(books)
}

// validatePayments counts the requests of each co-op.
func (g GenesisState) validatePayments(books map[uint64]Book, budgets map[coopNumber]Budget) (requests map[uint64]uint32, err error) {
	entries := make(map[coopNumber]uint64)
	for _, entry := range g.Entries {
		if entry.Source == Source_SOURCE_PAYMENT && entry.ReversedBy == 0 {
			entries[coopNumber{entry.CoopId, entry.Number}] = entry.PaymentId
		}
	}
	requests = make(map[uint64]uint32)
	last := coopNumber{}
	for _, payment := range g.Payments {
		key := coopNumber{payment.CoopId, payment.Id}
		refuse := func(why string) error {
			return ErrInvalidGenesis.Wrapf("payment %d of co-op %d %s", payment.Id, payment.CoopId, why)
		}
		if !key.follows(last) || payment.Id > books[payment.CoopId].LastPaymentId {
			return nil, refuse("is out of order or has a number that was not given yet")
		}
		last = key
		budget, known := budgets[coopNumber{payment.CoopId, payment.BudgetId}]
		if !known || budget.Terms.Denom != payment.Coin.Denom {
			return nil, refuse("is out of a budget that isn't given, or in another denom")
		}
		if err := payment.Validate(); err != nil {
			return nil, refuse(err.Error())
		}
		if payment.Entry != 0 && entries[coopNumber{payment.CoopId, payment.Entry}] != payment.Id {
			return nil, refuse("is paid, and its entry is not in the journal")
		}
		if payment.IsOutside() != (budget.Terms.Outside != "") {
			return nil, refuse("is out of an outside account and its budget isn't, or the other way round")
		}
		// What the members have resolved themselves needs no approval.
		resolved := payment.RequesterMemberId == 0 && budget.Terms.Outside != "" && budget.ResolutionId == budget.ClosingResolutionId
		stood := payment.Status == PaymentStatus_PAYMENT_STATUS_STANDING || payment.Status == PaymentStatus_PAYMENT_STATUS_ENDED || payment.OrderId != 0
		if (payment.Commits() || stood) && !resolved && len(payment.ApproverMemberIds) < int(budget.Terms.Approvals) {
			return nil, refuse("is reserved, paid or standing without the approvals that its budget asks for")
		}
		if payment.Entry != 0 {
			delete(entries, coopNumber{payment.CoopId, payment.Entry})
		}
		if payment.Status == PaymentStatus_PAYMENT_STATUS_REQUESTED {
			requests[payment.CoopId]++
		}
	}
	if len(entries) > 0 {
		return nil, ErrInvalidGenesis.Wrapf("%d entries are of payments that aren't given", len(entries))
	}
	return requests, nil
}
