package membership

import (
	"slices"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/coopledger/coopledger/x/membership/types"
)

// AutoCLIOptions describes `coopd q membership …`. The transactions are written
// by hand in client/cli: they take slugs and files.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service:           types.Query_serviceDesc.ServiceName,
			Short:             "Who belongs: co-ops, charters, members, keys and powers",
			RpcCommandOptions: slices.Concat(ofCoops(), ofPlaces(), ofCases()),
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service:           types.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: byHand(),
		},
	}
}

// byHand skips the messages, whose commands are in client/cli.
func byHand() (skipped []*autocliv1.RpcCommandOptions) {
	for _, method := range types.Msg_serviceDesc.Methods {
		skipped = append(skipped, &autocliv1.RpcCommandOptions{RpcMethod: method.MethodName, Skip: true})
	}
	return skipped
}

var coop = &autocliv1.PositionalArgDescriptor{ProtoField: "coop"}

func args(descriptors ...*autocliv1.PositionalArgDescriptor) []*autocliv1.PositionalArgDescriptor {
	return descriptors
}

// ofCoops are the questions about co-ops, their members and officers.
func ofCoops() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{RpcMethod: "Params", Use: "params", Short: "Show the limits of membership"},
		{
			RpcMethod: "Coop", Use: "coop SLUG|ID", PositionalArgs: args(coop),
			Short: "Show a co-op, its charter and the size of its roll",
		},
		{RpcMethod: "Coops", Use: "coops", Short: "List the co-ops"},
		{
			RpcMethod: "Charter", Use: "charter COOP [VERSION]",
			Short: "Show a charter: the one in force, or an earlier version",
			PositionalArgs: args(coop,
				&autocliv1.PositionalArgDescriptor{ProtoField: "version", Optional: true}),
		},
		{
			RpcMethod: "CharterVersions", Use: "charter-versions COOP", PositionalArgs: args(coop),
			Short: "List how a charter's versions came to be: adopted, effective, failed, withdrawn, annulled",
		},
		{
			RpcMethod: "Member", Use: "member COOP MEMBER_ID",
			Short:          "Show a member with its keys and powers",
			PositionalArgs: args(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "member_id"}),
		},
		{
			RpcMethod: "Members", Use: "members COOP", PositionalArgs: args(coop),
			Short: "List a co-op's members, those who left too",
		},
		{
			RpcMethod: "Who", Use: "who ADDRESS",
			Short:          "Say for which members an address acts, and whose account it is",
			PositionalArgs: args(&autocliv1.PositionalArgDescriptor{ProtoField: "address"}),
		},
		{
			RpcMethod: "Roll", Use: "roll COOP", PositionalArgs: args(coop),
			Short: "Show how many members are on the roll, by class",
		},
		{
			RpcMethod: "Powers", Use: "powers COOP", PositionalArgs: args(coop),
			Short: "List the powers that officers hold now",
		},
	}
}

// ofPlaces are the questions about how places come, change hands and go.
func ofPlaces() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "Invitations", Use: "invitations COOP", PositionalArgs: args(coop),
			Short: "List the invitations that nobody has claimed yet",
		},
		{
			RpcMethod: "Guardians", Use: "guardians COOP MEMBER_ID",
			Short:          "Show a member's guardians, freezes and keys that are to go",
			PositionalArgs: args(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "member_id"}),
		},
		{
			RpcMethod: "Recovery", Use: "recovery COOP", PositionalArgs: args(coop),
			Short: "List the recoveries that are under way",
		},
		{
			RpcMethod: "PersonApplications", Use: "person-applications COOP", PositionalArgs: args(coop),
			Short: "List the persons who have applied to join",
		},
		{
			RpcMethod: "Notices", Use: "notices COOP", PositionalArgs: args(coop),
			Short: "List what will become of places: who leaves, lapses, is on trial",
		},
		{
			RpcMethod: "Imports", Use: "imports COOP", PositionalArgs: args(coop),
			Short: "List the files whose rolls the members have resolved to bring in",
		},
		{
			RpcMethod: "ExternalId", Use: "external-id COOP EXTERNAL_ID",
			Short:          "Find the place of a member who was brought in",
			PositionalArgs: args(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "external_id"}),
		},
		{
			RpcMethod: "Applications", Use: "applications COOP", PositionalArgs: args(coop),
			Short: "List the co-ops that have applied to join",
		},
	}
}

// ofCases are the questions about charges against members, and about documents.
func ofCases() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "Case", Use: "case CASE_ID",
			Short:          "Show a case: its stage, until when, and what was decided",
			PositionalArgs: args(&autocliv1.PositionalArgDescriptor{ProtoField: "case_id"}),
		},
		{
			RpcMethod: "Cases", Use: "cases COOP", PositionalArgs: args(coop),
			Short: "List a co-op's cases, those that are over too",
		},
		{
			RpcMethod: "Conduct", Use: "conduct COOP MEMBER_ID",
			Short:          "Show a member's open case, warnings, suspensions and expulsion",
			PositionalArgs: args(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "member_id"}),
		},
		{
			RpcMethod: "Documents", Use: "documents COOP", PositionalArgs: args(coop),
			Short: "List the documents that a co-op has published",
		},
		{
			RpcMethod: "DocumentVersions", Use: "document-versions COOP DOCUMENT_ID",
			Short:          "List a document's versions with their hashes, those withdrawn too",
			PositionalArgs: args(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "document_id"}),
		},
		{
			RpcMethod: "DocumentsByHash", Use: "documents-by-hash SHA256",
			Short:          "List who has published a file, by its hash (see: coopd doc verify FILE)",
			PositionalArgs: args(&autocliv1.PositionalArgDescriptor{ProtoField: "sha256"}),
		},
	}
}
