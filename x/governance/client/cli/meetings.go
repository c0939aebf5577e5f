package cli

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// newMeetingCmd is `coopd tx governance meeting …`.
func newMeetingCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:                        "meeting",
		Short:                      "Convene, attend, lead and record general meetings",
		SuggestionsMinimumDistance: 2,
		RunE:                       client.ValidateCmd,
	}
	cmd.AddCommand(
		newConveneCmd(), newRequisitionCmd(), newSignRequisitionCmd(), newTableCmd(), newAttendCmd(),
		newEnterAttendanceCmd(), newEnterBallotsCmd(), newConfirmSheetCmd(), newDisputeSheetCmd(),
		newAdjournCmd(), newCancelCmd(), newCloseCmd(), newMinutesCmd(),
	)
	return cmd
}

const noticeForm = `The file:

  coop: bakery                     # slug or id
  kind: annual                     # or extraordinary
  starts_at: 2027-05-04T18:00      # on the clocks of the co-op's time zone
  place: The old mill, and https://example.coop/room
  document:                        # may be left out: the full notice, kept elsewhere
    uri: https://example.coop/notice.pdf
    sha256: 64 hexadecimal digits, as sha256sum prints them
  agenda: [12, 13]                 # may be left out: drafts to be voted on there`

// noticeFile is a notice of a general meeting as members write it.
type noticeFile struct {
	Coop     string        `yaml:"coop"`
	Kind     string        `yaml:"kind"`
	StartsAt string        `yaml:"starts_at"`
	Place    string        `yaml:"place"`
	Document *documentFile `yaml:"document"`
	Agenda   []uint64      `yaml:"agenda"`
}

// readNotice reads a notice and finds the co-op it names.
func readNotice(cmd *cobra.Command, clientCtx client.Context, path string) (coopID uint64, notice types.MeetingNotice, agenda []uint64, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, notice, nil, fmt.Errorf("the file can't be read: %w", err)
	}
	var written noticeFile
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&written); errors.Is(err, io.EOF) {
		return 0, notice, nil, fmt.Errorf("%s is empty", path)
	} else if err != nil {
		return 0, notice, nil, fmt.Errorf("%s can't be read as a notice: %w", path, err)
	}
	kind, known := map[string]types.MeetingKind{
		"annual": types.MeetingKind_MEETING_KIND_ANNUAL, "extraordinary": types.MeetingKind_MEETING_KIND_EXTRAORDINARY,
	}[written.Kind]
	if !known {
		return 0, notice, nil, fmt.Errorf("%s: kind is %q; it is annual or extraordinary", path, written.Kind)
	}
	if written.Coop == "" {
		return 0, notice, nil, fmt.Errorf("%s: coop is missing; give the slug or id of the co-op that meets", path)
	}
	document, err := written.Document.read()
	if err != nil {
		return 0, notice, nil, fmt.Errorf("%s: %w", path, err)
	}
	coopID, err = findCoop(cmd.Context(), clientCtx, written.Coop)
	return coopID, types.MeetingNotice{Kind: kind, StartsAt: written.StartsAt, Place: written.Place, Document: document}, written.Agenda, err
}

func newConveneCmd() *cobra.Command {
	cmd := signedCmd(&cobra.Command{
		Use:   "convene FILE.yaml [--resolution]",
		Short: "Give notice of a general meeting, as an officer with the power \"convene\" or by a resolution",
		Long: "Give notice of a general meeting, as an officer with the power \"convene\". With\n" +
			"--resolution nothing is sent: it writes a proposal for those who decide on meetings\n" +
			"by the charter, the board perhaps.\n\n" + noticeForm,
		Example: "coopd tx governance meeting convene notice.yaml --from ana",
		Args:    cobra.ExactArgs(1),
	}, func(cmd *cobra.Command, clientCtx client.Context, signer string, args []string) (sdk.Msg, error) {
		coopID, notice, agenda, err := readNotice(cmd, clientCtx, args[0])
		return &types.MsgConveneMeeting{Convener: signer, CoopId: coopID, Notice: notice, Agenda: agenda}, err
	})
	return orByResolution(cmd, func(cmd *cobra.Command, clientCtx client.Context, args []string) (proposal, error) {
		coopID, notice, agenda, err := readNotice(cmd, clientCtx, args[0])
		return proposal{
			coopID: coopID, title: "Convene a general meeting on " + notice.StartsAt,
			message: &types.MsgConveneMeeting{Convener: membershiptypes.CoopAddress(coopID), CoopId: coopID, Notice: notice, Agenda: agenda},
		}, err
	})
}

func newRequisitionCmd() *cobra.Command {
	return signedCmd(&cobra.Command{
		Use:   "requisition FILE.yaml",
		Short: "Begin to ask, with other members, for a general meeting",
		Long: "Begin to ask for a general meeting. Once as many members have signed as the\n" +
			"charter wants, the ledger convenes it by itself.\n\n" + noticeForm,
		Example: "coopd tx governance meeting requisition notice.yaml --from ana",
		Args:    cobra.ExactArgs(1),
	}, func(cmd *cobra.Command, clientCtx client.Context, signer string, args []string) (sdk.Msg, error) {
		coopID, notice, agenda, err := readNotice(cmd, clientCtx, args[0])
		return &types.MsgRequisition{Member: signer, CoopId: coopID, Notice: notice, Agenda: agenda}, err
	})
}

func newSignRequisitionCmd() *cobra.Command {
	return signedCmd(&cobra.Command{
		Use:     "sign-requisition REQUISITION",
		Short:   "Ask for a general meeting too",
		Example: "coopd tx governance meeting sign-requisition 4 --from ben",
		Args:    cobra.ExactArgs(1),
	}, func(_ *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		numbers, err := wholeNumbers(args, "requisition")
		if err != nil {
			return nil, err
		}
		return &types.MsgSignRequisition{Member: signer, RequisitionId: numbers[0]}, nil
	})
}

func newTableCmd() *cobra.Command {
	return signedCmd(&cobra.Command{
		Use:   "table MEETING RESOLUTION",
		Short: "Put a resolution on a meeting's agenda",
		Long: "Put a resolution on a meeting's agenda: your own once it is seconded, or a draft\n" +
			"if you are an officer with the power \"convene\".",
		Example: "coopd tx governance meeting table 3 12 --from ana",
		Args:    cobra.ExactArgs(2),
	}, func(_ *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		numbers, err := wholeNumbers(args, "meeting", "resolution")
		if err != nil {
			return nil, err
		}
		return &types.MsgTable{Member: signer, MeetingId: numbers[0], ResolutionId: numbers[1]}, nil
	})
}

func newAttendCmd() *cobra.Command {
	return signedCmd(&cobra.Command{
		Use:     "attend MEETING",
		Short:   "Say that you are present",
		Example: "coopd tx governance meeting attend 3 --from ana",
		Args:    cobra.ExactArgs(1),
	}, func(_ *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		numbers, err := wholeNumbers(args, "meeting")
		if err != nil {
			return nil, err
		}
		return &types.MsgAttend{Member: signer, MeetingId: numbers[0]}, nil
	})
}

func newAdjournCmd() *cobra.Command {
	return signedCmd(&cobra.Command{
		Use:     "adjourn MEETING STARTS_AT",
		Short:   "Put a meeting that has no quorum yet off to another day",
		Example: "coopd tx governance meeting adjourn 3 2027-05-11T18:00 --from ana",
		Args:    cobra.ExactArgs(2),
	}, func(_ *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		numbers, err := wholeNumbers(args[:1], "meeting")
		if err != nil {
			return nil, err
		}
		return &types.MsgAdjournMeeting{Officer: signer, MeetingId: numbers[0], StartsAt: args[1]}, nil
	})
}

func newCancelCmd() *cobra.Command {
	reads := func(args []string) (*types.MsgCancelMeeting, error) {
		numbers, err := wholeNumbers(args[:1], "meeting")
		if err != nil {
			return nil, err
		}
		sum, err := hashOfFile(args[1])
		return &types.MsgCancelMeeting{MeetingId: numbers[0], ReasonSha256: sum}, err
	}
	cmd := signedCmd(&cobra.Command{
		Use:   "cancel MEETING FILE [--resolution]",
		Short: "Call off a meeting that has not started, with the reasons in a file",
		Long: "Call off a meeting that has not started, as an officer with the power \"convene\" as\n" +
			"long as its agenda is not complete. With --resolution nothing is sent: it writes a\n" +
			"proposal, which is the only way later on, and for a meeting that members asked for:\n" +
			"where a board decides on meetings, name a rule of the members in the file then.\n" +
			"Only the hash of the reasons goes on the ledger; keep the file.",
		Example: "coopd tx governance meeting cancel 3 reasons.txt --from ana",
		Args:    cobra.ExactArgs(2),
	}, func(_ *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		cancels, err := reads(args)
		if err != nil {
			return nil, err
		}
		cancels.Officer = signer
		return cancels, nil
	})
	return orByResolution(cmd, func(cmd *cobra.Command, clientCtx client.Context, args []string) (proposal, error) {
		cancels, err := reads(args)
		if err != nil {
			return proposal{}, err
		}
		found, err := types.NewQueryClient(clientCtx).Meeting(cmd.Context(), &types.QueryMeetingRequest{MeetingId: cancels.MeetingId})
		if err != nil {
			return proposal{}, err
		}
		cancels.Officer = membershiptypes.CoopAddress(found.Meeting.CoopId)
		return proposal{
			coopID: found.Meeting.CoopId, title: "Cancel the general meeting on " + found.Meeting.Notice.StartsAt, message: cancels,
		}, nil
	})
}

func newCloseCmd() *cobra.Command {
	return signedCmd(&cobra.Command{
		Use:     "close MEETING",
		Short:   "End an open meeting",
		Example: "coopd tx governance meeting close 3 --from ana",
		Args:    cobra.ExactArgs(1),
	}, func(_ *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		numbers, err := wholeNumbers(args, "meeting")
		if err != nil {
			return nil, err
		}
		return &types.MsgCloseMeeting{Officer: signer, MeetingId: numbers[0]}, nil
	})
}

func newMinutesCmd() *cobra.Command {
	return signedCmd(&cobra.Command{
		Use:     "minutes MEETING FILE URI",
		Short:   "Record a version of a meeting's minutes by the hash of a file, and where it lies",
		Example: "coopd tx governance meeting minutes 3 minutes.pdf https://example.coop/minutes.pdf --from ana",
		Args:    cobra.ExactArgs(3),
	}, func(_ *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		numbers, err := wholeNumbers(args[:1], "meeting")
		if err != nil {
			return nil, err
		}
		sum, err := hashOfFile(args[1])
		if err != nil {
			return nil, err
		}
		return &types.MsgRecordMinutes{
			Officer: signer, MeetingId: numbers[0], Document: membershiptypes.Document{Uri: args[2], Sha256: sum},
		}, nil
	})
}

// wholeNumbers reads the numbers of things, each named in the refusal.
func wholeNumbers(args []string, things ...string) ([]uint64, error) {
	numbers := make([]uint64, len(things))
	for i, thing := range things {
		number, err := strconv.ParseUint(args[i], 10, 64)
		if err != nil || number == 0 {
			return nil, fmt.Errorf("%q is no %s's number: give a whole number from 1", args[i], thing)
		}
		numbers[i] = number
	}
	return numbers, nil
}

func hashOfFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the file can't be read: %w", err)
	}
	defer func() { _ = file.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return nil, fmt.Errorf("%s can't be read: %w", path, err)
	}
	return sum.Sum(nil), nil
}
