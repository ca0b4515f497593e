package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"
	cri "k8s.io/cri-api/pkg/apis"
	"k8s.io/cri-client/pkg/logs"
)

func logsCommand() *cli.Command {
	return &cli.Command{
		Name: "logs", Usage: "Fetch the logs of a container", ArgsUsage: "CONTAINER-ID", UseShortOptionHandling: true,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "follow", Aliases: []string{"f"}},
			&cli.BoolFlag{Name: "previous", Aliases: []string{"p"}},
			&cli.Int64Flag{Name: "tail", Value: -1},
			&cli.Int64Flag{Name: "limit-bytes", Value: -1},
			&cli.StringFlag{Name: "since"},
			&cli.BoolFlag{Name: "timestamps", Aliases: []string{"t"}},
		},
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			if c.NArg() > 1 {
				return cli.ShowSubcommandHelp(c)
			}
			id := c.Args().First()
			if id == "" {
				return errors.New("ID cannot be empty")
			}
			since, err := parseSince(c.String("since"), time.Now())
			if err != nil {
				return err
			}
			answer, err := runtime.ContainerStatus(ctx, id, false)
			if err != nil {
				return err
			}
			path := answer.GetStatus().GetLogPath()
			if path == "" {
				return errors.New("the container has not set log path")
			}
			if c.Bool("previous") {
				attempt := answer.GetStatus().GetMetadata().GetAttempt()
				if attempt == 0 {
					return fmt.Errorf("previous terminated container %s not found", answer.GetStatus().GetMetadata().GetName())
				}
				path = filepath.Join(filepath.Dir(path), strconv.FormatUint(uint64(attempt-1), 10)+filepath.Ext(path))
			}
			options := &logs.LogOptions{Since: since, Follow: c.Bool("follow"), Timestamp: c.Bool("timestamps")}
			if lines := c.Int64("tail"); lines >= 0 {
				options.TailLines = &lines
			}
			if bytes := c.Int64("limit-bytes"); bytes >= 0 {
				options.LimitBytes = &bytes
			}
			return logs.ReadLogs(ctx, path, answer.GetStatus().GetId(), options, runtime, c.App.Writer, c.App.ErrWriter)
		}),
	}
}

// parseSince reads a duration (42m), a time (2013-01-02T13:23:37, with or without a
// zone) or seconds since 1970; no text is the beginning of the log.
func parseSince(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if duration, err := time.ParseDuration(text); err == nil {
		return now.Add(-duration), nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return t, nil
		}
	}
	whole, fraction, _ := strings.Cut(text, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("failed to parse value as time or duration: %q", text)
	}
	nanoseconds := int64(0)
	if fraction != "" {
		nanoseconds, err = strconv.ParseInt((fraction + "000000000")[:9], 10, 64)
		if err != nil {
			return time.Time{}, fmt.Errorf("failed to parse value as time or duration: %q", text)
		}
	}
	return time.Unix(seconds, nanoseconds), nil
}
