package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"
	cri "k8s.io/cri-api/pkg/apis"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
	remote "k8s.io/cri-client/pkg"
)

func versionCommand() *cli.Command {
	return &cli.Command{
		Name: "version", Usage: "Display runtime version information",
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			answer, err := runtime.Version(ctx, string(remote.CRIVersionV1))
			if err != nil {
				return fmt.Errorf("getting the runtime version: %w", err)
			}
			fmt.Fprintf(c.App.Writer, "Version:  %s\nRuntimeName:  %s\nRuntimeVersion:  %s\nRuntimeApiVersion:  %s\n",
				answer.GetVersion(), answer.GetRuntimeName(), answer.GetRuntimeVersion(), answer.GetRuntimeApiVersion())
			return nil
		}),
	}
}

func infoCommand() *cli.Command {
	return &cli.Command{
		Name: "info", Usage: "Display information of the container runtime", UseShortOptionHandling: true,
		Flags: inspectFlags(),
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			answer, err := runtime.Status(ctx, !c.Bool("quiet"))
			if err != nil {
				return fmt.Errorf("getting status of runtime: %w", err)
			}
			status, err := messageValue(answer.GetStatus(), false)
			if err != nil {
				return err
			}
			document := map[string]any{"status": status}
			// Runtimes of before CRI 1.30 say nothing of these.
			if handlers := answer.GetRuntimeHandlers(); handlers != nil {
				document["runtimeHandlers"] = handlers
			}
			if features := answer.GetFeatures(); features != nil {
				document["features"] = features
			}
			if err := mergeVerbose(document, answer.GetInfo()); err != nil {
				return err
			}
			return printDocuments(c.App.Writer, []map[string]any{document}, c.String("output"))
		}),
	}
}

func eventsCommand() *cli.Command {
	return &cli.Command{
		Name: "events", Aliases: []string{"event"}, Usage: "Stream the events of containers", UseShortOptionHandling: true,
		Flags: []cli.Flag{&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "json"}},
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			events := make(chan *runtimeapi.ContainerEventResponse)
			ended := make(chan error, 1)
			go func() { ended <- runtime.GetContainerEvents(ctx, events, nil) }()
			for {
				select {
				case event := <-events:
					if err := printMessage(c.App.Writer, event, c.String("output")); err != nil {
						return err
					}
				case err := <-ended:
					if err == nil || errors.Is(err, io.EOF) {
						return nil
					}
					return fmt.Errorf("getting container events: %w", err)
				}
			}
		}),
	}
}
