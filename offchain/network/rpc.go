package network

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// rpcPatience is how long a node on this machine may take to answer.
const rpcPatience = 3 * time.Second

// Status is how a node is doing.
type Status struct {
	Height     int64     `json:"height"`
	AppHash    string    `json:"app_hash"`
	BlockTime  time.Time `json:"block_time"`
	CatchingUp bool      `json:"catching_up"`
	// EarliestHeight is the first block the node has; above 1 if it began from a snapshot.
	EarliestHeight int64 `json:"earliest_height"`
	// ConsensusAddress of the node's key, in hexadecimal.
	ConsensusAddress string `json:"consensus_address"`
	// VotingPower is the node's own power in the validator set; 0 for none.
	VotingPower int64 `json:"voting_power"`
}

// QueryStatus asks a node's CometBFT RPC how it is doing.
func QueryStatus(ctx context.Context, rpc string) (Status, error) {
	var answer struct {
		SyncInfo struct {
			Height     string    `json:"latest_block_height"`
			AppHash    string    `json:"latest_app_hash"`
			BlockTime  time.Time `json:"latest_block_time"`
			CatchingUp bool      `json:"catching_up"`
			Earliest   string    `json:"earliest_block_height"`
		} `json:"sync_info"`
		ValidatorInfo struct {
			Address     string `json:"address"`
			VotingPower string `json:"voting_power"`
		} `json:"validator_info"`
	}
	if err := get(ctx, rpc+"/status", &answer); err != nil {
		return Status{}, err
	}
	height, err := strconv.ParseInt(answer.SyncInfo.Height, 10, 64)
	if err != nil {
		return Status{}, err
	}
	earliest, err := strconv.ParseInt(answer.SyncInfo.Earliest, 10, 64)
	if err != nil {
		return Status{}, err
	}
	power, err := strconv.ParseInt(answer.ValidatorInfo.VotingPower, 10, 64)
	if err != nil {
		return Status{}, err
	}
	return Status{
		Height: height, AppHash: answer.SyncInfo.AppHash, BlockTime: answer.SyncInfo.BlockTime,
		CatchingUp: answer.SyncInfo.CatchingUp, EarliestHeight: earliest,
		ConsensusAddress: answer.ValidatorInfo.Address, VotingPower: power,
	}, nil
}

// BlockID is a block's height and hash, and the state before it.
type BlockID struct {
	Height  int64
	Hash    string
	AppHash string
}

// QueryBlock asks a node for a block by height; 0 for the last one.
func QueryBlock(ctx context.Context, rpc string, height int64) (BlockID, error) {
	var answer struct {
		BlockID struct {
			Hash string `json:"hash"`
		} `json:"block_id"`
		Block struct {
			Header struct {
				Height  string `json:"height"`
				AppHash string `json:"app_hash"`
			} `json:"header"`
		} `json:"block"`
	}
	address := rpc + "/block"
	if height > 0 {
		address += fmt.Sprintf("?height=%d", height)
	}
	if err := get(ctx, address, &answer); err != nil {
		return BlockID{}, err
	}
	at, err := strconv.ParseInt(answer.Block.Header.Height, 10, 64)
	if err != nil {
		return BlockID{}, err
	}
	return BlockID{Height: at, Hash: answer.BlockID.Hash, AppHash: answer.Block.Header.AppHash}, nil
}

// QuerySigners asks a node who signed a block: consensus addresses in hexadecimal.
func QuerySigners(ctx context.Context, rpc string, height int64) ([]string, error) {
	var answer struct {
		SignedHeader struct {
			Commit struct {
				Signatures []struct {
					Address string `json:"validator_address"`
				} `json:"signatures"`
			} `json:"commit"`
		} `json:"signed_header"`
	}
	if err := get(ctx, fmt.Sprintf("%s/commit?height=%d", rpc, height), &answer); err != nil {
		return nil, err
	}
	var signers []string
	for _, signature := range answer.SignedHeader.Commit.Signatures {
		if signature.Address != "" {
			signers = append(signers, signature.Address)
		}
	}
	return signers, nil
}

// get asks a JSON-RPC address and reads the result.
func get(ctx context.Context, address string, into any) error {
	ctx, cancel := context.WithTimeout(ctx, rpcPatience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // only read
	var envelope struct {
		Result json.RawMessage `json:"result"`
		Error  *struct {
			Message string `json:"message"`
			Data    string `json:"data"`
		} `json:"error"`
	}
	if err := json.NewDecoder(response.Body).Decode(&envelope); err != nil {
		return fmt.Errorf("%s: %w", address, err)
	}
	if envelope.Error != nil {
		return fmt.Errorf("%s: %s %s", address, envelope.Error.Message, envelope.Error.Data)
	}
	return json.Unmarshal(envelope.Result, into)
}
