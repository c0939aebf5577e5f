package governance

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/coopledger/coopledger/x/governance/types"
)

// AutoCLIOptions is the command line of the queries. The messages' is written
// by hand in client/cli.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service:           types.Query_serviceDesc.ServiceName,
			RpcCommandOptions: append(ofResolutions(), ofMeetings()...),
		},
	}
}

// positional are the arguments of a command that stand without a flag.
func positional(fields ...string) (arguments []*autocliv1.PositionalArgDescriptor) {
	for _, field := range fields {
		arguments = append(arguments, &autocliv1.PositionalArgDescriptor{ProtoField: field})
	}
	return arguments
}

// ofResolutions are the questions about resolutions and their ballots.
func ofResolutions() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "Params",
			Use:       "params",
			Short:     "Show the limits of resolutions",
		},
		{
			RpcMethod:      "Resolution",
			Use:            "resolution ID",
			Short:          "Show a resolution: its text, its rules and its count",
			Example:        "coopd q governance resolution 2",
			PositionalArgs: positional("resolution_id"),
		},
		{
			RpcMethod:      "Resolutions",
			Use:            "resolutions COOP",
			Short:          "List a co-op's resolutions, of one status or of all",
			Long:           "List the resolutions of a co-op, given by its slug or its id.",
			Example:        "coopd q governance resolutions federation --status voting",
			PositionalArgs: positional("coop"),
		},
		{
			RpcMethod:      "Seconders",
			Use:            "seconders ID",
			Short:          "List who has seconded a resolution as it stands",
			Example:        "coopd q governance seconders 2",
			PositionalArgs: positional("resolution_id"),
		},
		{
			RpcMethod:      "Ballot",
			Use:            "ballot ID MEMBER_ID",
			Short:          "Show how a member voted",
			Example:        "coopd q governance ballot 2 7",
			PositionalArgs: positional("resolution_id", "member_id"),
		},
		{
			RpcMethod: "Ballots",
			Use:       "ballots ID",
			Short:     "List the ballots of a resolution by member number",
			Long: "List the ballots of a resolution by member number. A page may be short before\n" +
				"the last one; go on as long as there is a next key.",
			Example:        "coopd q governance ballots 2",
			PositionalArgs: positional("resolution_id"),
		},
		{
			RpcMethod:      "Tally",
			Use:            "tally ID",
			Short:          "Count a resolution's ballots and say how it would end now",
			Example:        "coopd q governance tally 2",
			PositionalArgs: positional("resolution_id"),
		},
	}
}

// ofMeetings are the questions about general meetings, and about the breaker.
func ofMeetings() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod:      "Meeting",
			Use:            "meeting ID",
			Short:          "Show a general meeting, its agenda and its minutes",
			Example:        "coopd q governance meeting 3",
			PositionalArgs: positional("meeting_id"),
		},
		{
			RpcMethod:      "Meetings",
			Use:            "meetings COOP",
			Short:          "List a co-op's general meetings",
			Example:        "coopd q governance meetings bakery",
			PositionalArgs: positional("coop"),
		},
		{
			RpcMethod:      "Attendance",
			Use:            "attendance ID",
			Short:          "List who attends a meeting, and who was entered by scrutineers",
			Example:        "coopd q governance attendance 3",
			PositionalArgs: positional("meeting_id"),
		},
		{
			RpcMethod:      "Sheets",
			Use:            "sheets ID",
			Short:          "List what scrutineers entered at a meeting",
			Example:        "coopd q governance sheets 3",
			PositionalArgs: positional("meeting_id"),
		},
		{
			RpcMethod:      "Disputes",
			Use:            "disputes ID SHEET",
			Short:          "List who says that a sheet of a meeting is wrong",
			Example:        "coopd q governance disputes 3 1",
			PositionalArgs: positional("meeting_id", "sheet"),
		},
		{
			RpcMethod:      "Requisition",
			Use:            "requisition ID",
			Short:          "Show a requisition: what for, which share must sign, who has signed",
			Example:        "coopd q governance requisition 1",
			PositionalArgs: positional("requisition_id"),
		},
		{
			RpcMethod:      "Requisitions",
			Use:            "requisitions COOP",
			Short:          "List the meetings that a co-op's members have asked for",
			Example:        "coopd q governance requisitions bakery",
			PositionalArgs: positional("coop"),
		},
		{
			RpcMethod:      "Calendar",
			Use:            "calendar COOP",
			Short:          "Show when the annual meeting is due and what is coming up",
			Example:        "coopd q governance calendar bakery",
			PositionalArgs: positional("coop"),
		},
		{
			RpcMethod: "Breaker",
			Use:       "breaker",
			Short:     "Show which messages are switched off, and who wants to switch off what",
		},
	}
}
