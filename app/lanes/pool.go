package lanes

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"sync"

	"cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/mempool"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
)

var _ mempool.ExtMempool = (*Pool)(nil)

// Pool holds the transactions that passed CheckTx and wait for a block. Its
// lanes' slots don't overlap: a transaction pushed out of the pool would still
// fill a place in CometBFT's own list, which holds as many, so a lane that
// spilled over could shut the others out there. Room in blocks is shared.
type Pool struct {
	mutex    sync.Mutex
	slots    map[Lane]int
	held     map[Lane]int
	senders  map[string][]*entry
	arrivals uint64
}

// entry is one waiting transaction.
type entry struct {
	tx      sdk.Tx
	txBytes []byte
	gas     uint64
	lane    Lane
	// signers are the addresses as raw bytes; the first is the sender.
	signers []string
	nonce   uint64
	arrival uint64
	// tooEarly counts how often the sequence was ahead of the state.
	tooEarly int
}

// place is an entry in its order.
type place struct {
	*entry
	// rank is how many transactions of the same sender go first.
	rank int
}

func (e *entry) sender() string { return e.signers[0] }

// NewPool returns a pool of so many slots in all: as many as CometBFT's own
// mempool holds (mempool.size in config.toml).
func NewPool(slots int) *Pool {
	pool := &Pool{slots: map[Lane]int{}, held: map[Lane]int{}, senders: map[string][]*entry{}}
	for _, lane := range byRank {
		pool.slots[lane] = int(lane.share(uint64(max(slots, 0))))
	}
	return pool
}

// Room refuses a transaction for a lane that is full. The ante handler asks it
// before it verifies signatures, so a full lane costs next to nothing.
func (p *Pool) Room(lane Lane) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.room(lane)
}

func (p *Pool) room(lane Lane) error {
	if p.held[lane] < p.slots[lane] {
		return nil
	}
	return errors.Wrapf(ErrLaneFull, "the %s of this node holds %d transactions; send this one again after the next block", lane, p.slots[lane])
}

// Insert adds a transaction that passed CheckTx. One with the same sender and
// sequence is replaced, since the new one alone fits the present state.
func (p *Pool) Insert(ctx context.Context, tx sdk.Tx, option mempool.InsertOption) error {
	signers, nonce, err := identify(tx)
	if err != nil {
		return err
	}
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	added := &entry{
		tx: tx, txBytes: bytes.Clone(sdkCtx.TxBytes()), gas: gasOf(tx, option.GasWanted),
		lane: laneOf(sdkCtx), signers: signers, nonce: nonce,
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	queue := p.senders[added.sender()]
	at, found := slices.BinarySearchFunc(queue, nonce, compareNonce)
	if found {
		p.held[queue[at].lane]--
	}
	if err := p.room(added.lane); err != nil {
		if found {
			p.held[queue[at].lane]++
		}
		return err
	}
	added.arrival = p.arrivals
	p.arrivals++
	if found {
		queue[at] = added
	} else {
		p.senders[added.sender()] = slices.Insert(queue, at, added)
	}
	p.held[added.lane]++
	return nil
}

func compareNonce(e *entry, nonce uint64) int {
	return cmp.Compare(e.nonce, nonce)
}

// CountTx returns how many transactions wait.
func (p *Pool) CountTx() int {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.count()
}

func (p *Pool) count() int {
	return p.held[Operators] + p.held[Members] + p.held[Paid]
}

// Remove takes out a transaction that a block holds, and with it all of the
// same sender with a lower sequence, which can't go into any block now.
func (p *Pool) Remove(tx sdk.Tx) error {
	signers, nonce, err := identify(tx)
	if err != nil {
		return err
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	queue := p.senders[signers[0]]
	gone := 0
	for gone < len(queue) && queue[gone].nonce <= nonce {
		p.held[queue[gone].lane]--
		gone++
	}
	if gone == 0 {
		return mempool.ErrTxNotFound
	}
	p.setQueue(signers[0], slices.Delete(queue, 0, gone))
	return nil
}

// RemoveWithReason takes out a transaction. One that failed its recheck goes
// alone, and only if no other has taken its place since.
func (p *Pool) RemoveWithReason(ctx context.Context, tx sdk.Tx, reason mempool.RemoveReason) error {
	if reason.Caller != mempool.CallerRunTxRecheck {
		return p.Remove(tx)
	}
	signers, nonce, err := identify(tx)
	if err != nil {
		return err
	}
	txBytes := sdk.UnwrapSDKContext(ctx).TxBytes()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	queue := p.senders[signers[0]]
	at, found := slices.BinarySearchFunc(queue, nonce, compareNonce)
	if !found || !bytes.Equal(queue[at].txBytes, txBytes) {
		return mempool.ErrTxNotFound
	}
	p.dropAt(signers[0], at)
	return nil
}

// drop takes out this very entry, if it is still there.
func (p *Pool) drop(e *entry) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	queue := p.senders[e.sender()]
	at, found := slices.BinarySearchFunc(queue, e.nonce, compareNonce)
	if found && queue[at] == e {
		p.dropAt(e.sender(), at)
	}
}

func (p *Pool) dropAt(sender string, at int) {
	queue := p.senders[sender]
	p.held[queue[at].lane]--
	p.setQueue(sender, slices.Delete(queue, at, at+1))
}

func (p *Pool) setQueue(sender string, queue []*entry) {
	if len(queue) == 0 {
		delete(p.senders, sender)
		return
	}
	p.senders[sender] = queue
}

// waiting returns all entries in the order in which they should be served
// within their lanes: the first of each sender by arrival, then the second of
// each, and so on. Whoever sends much waits behind whoever sends little.
func (p *Pool) waiting() []place {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	places := make([]place, 0, p.count())
	// deterministic: sorted below, and a node's own pool is no consensus state
	for _, queue := range p.senders {
		for rank, e := range queue {
			places = append(places, place{entry: e, rank: rank})
		}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.arrival, b.arrival))
	})
	return places
}

// Select returns the waiting transactions, lane by lane.
func (p *Pool) Select(_ context.Context, _ [][]byte) mempool.Iterator {
	ordered := p.waiting()
	slices.SortStableFunc(ordered, func(a, b place) int { return cmp.Compare(b.lane, a.lane) })
	return iterate(ordered)
}

// SelectBy calls back with each waiting transaction until the callback returns
// false. The pool isn't locked meanwhile.
func (p *Pool) SelectBy(ctx context.Context, txs [][]byte, callback func(mempool.PooledTx) bool) {
	for iterator := p.Select(ctx, txs); iterator != nil && callback(iterator.Tx()); {
		iterator = iterator.Next()
	}
}

// cursor stands on the first of the entries that are left.
type cursor struct{ left []place }

func iterate(places []place) mempool.Iterator {
	if len(places) == 0 {
		return nil
	}
	return cursor{places}
}

// Next moves to the next transaction; nil after the last.
func (c cursor) Next() mempool.Iterator { return iterate(c.left[1:]) }

// Tx returns the transaction and its gas limit.
func (c cursor) Tx() mempool.PooledTx { return mempool.NewPooledTx(c.left[0].tx, c.left[0].gas) }

// identify returns a transaction's signers and the first one's sequence.
func identify(tx sdk.Tx) ([]string, uint64, error) {
	signed, ok := tx.(authsigning.SigVerifiableTx)
	if !ok {
		return nil, 0, errors.Wrapf(sdkerrors.ErrTxDecode, "a %T can't be signed, so it has no sender", tx)
	}
	addresses, err := signed.GetSigners()
	if err != nil {
		return nil, 0, err
	}
	signatures, err := signed.GetSignaturesV2()
	if err != nil {
		return nil, 0, err
	}
	if len(addresses) == 0 || len(signatures) == 0 {
		return nil, 0, errors.Wrap(sdkerrors.ErrNoSignatures, "the transaction has no signer; sign it")
	}
	signers := make([]string, len(addresses))
	for i, address := range addresses {
		signers[i] = string(address)
	}
	return signers, signatures[0].Sequence, nil
}

// gasOf is what a transaction counts for in a block: what the ante handler
// granted it, else what it asks for.
func gasOf(tx sdk.Tx, granted uint64) uint64 {
	if granted > 0 {
		return granted
	}
	if asked, ok := tx.(sdk.GasTx); ok {
		return asked.GetGas()
	}
	return 0
}
