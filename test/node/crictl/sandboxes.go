package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"
	cri "k8s.io/cri-api/pkg/apis"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
)

func podsCommand() *cli.Command {
	return &cli.Command{
		Name: "pods", Usage: "List pods", UseShortOptionHandling: true, Flags: listFlags(),
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			if err := listSandboxes(ctx, c, runtime); err != nil {
				return fmt.Errorf("listing pod sandboxes: %w", err)
			}
			return nil
		}),
	}
}

func listSandboxes(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
	labels, err := parseLabels(c.StringSlice("label"))
	if err != nil {
		return err
	}
	filter := &runtimeapi.PodSandboxFilter{Id: c.String("id"), LabelSelector: labels}
	if wanted := c.String("state"); wanted != "" {
		state, found := runtimeapi.PodSandboxState_value["SANDBOX_"+strings.ToUpper(wanted)]
		if !found {
			return fmt.Errorf("--state should be ready or notready")
		}
		filter.State = &runtimeapi.PodSandboxStateValue{State: runtimeapi.PodSandboxState(state)}
	}
	all, err := runtime.ListPodSandbox(ctx, filter)
	if err != nil {
		return fmt.Errorf("list pod sandboxes: call list sandboxes RPC: %w", err)
	}
	sandboxes, err := selectListed(c, all, func(s *runtimeapi.PodSandbox) listed {
		return listed{name: s.GetMetadata().GetName(), namespace: s.GetMetadata().GetNamespace(), createdAt: s.GetCreatedAt()}
	})
	if err != nil {
		return err
	}

	if format := c.String("output"); format != "table" {
		return printMessage(c.App.Writer, &runtimeapi.ListPodSandboxResponse{Items: sandboxes}, format)
	}
	rows := [][]string{{"POD ID", "CREATED", "STATE", "NAME", "NAMESPACE", "ATTEMPT", "RUNTIME"}}
	for _, s := range sandboxes {
		if c.Bool("quiet") {
			fmt.Fprintln(c.App.Writer, s.GetId())
			continue
		}
		state, handler := "NotReady", s.GetRuntimeHandler()
		if s.GetState() == runtimeapi.PodSandboxState_SANDBOX_READY {
			state = "Ready"
		}
		if handler == "" {
			handler = "(default)"
		}
		rows = append(rows, []string{
			idOf(c, s.GetId()), age(s.GetCreatedAt()), state, s.GetMetadata().GetName(), s.GetMetadata().GetNamespace(),
			strconv.FormatUint(uint64(s.GetMetadata().GetAttempt()), 10), handler,
		})
	}
	if c.Bool("quiet") {
		return nil
	}
	return printTable(c.App.Writer, rows)
}

func inspectpCommand() *cli.Command {
	return &cli.Command{
		Name: "inspectp", Usage: "Display the status of one or more pods", ArgsUsage: "POD-ID [POD-ID...]",
		UseShortOptionHandling: true, Flags: inspectFlags(),
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			documents := []map[string]any{}
			err := eachArgument(c, func(id string) error {
				answer, err := runtime.PodSandboxStatus(ctx, id, !c.Bool("quiet"))
				if err != nil {
					return fmt.Errorf("get the status of pod sandboxes: get pod sandbox status: %w", err)
				}
				status, err := messageValue(answer.GetStatus(), true)
				if err != nil {
					return err
				}
				status["createdAt"] = time.Unix(0, answer.GetStatus().GetCreatedAt()).Format(time.RFC3339Nano)
				document := map[string]any{"status": status}
				documents = append(documents, document)
				return mergeVerbose(document, answer.GetInfo())
			})
			if err != nil || len(documents) == 0 {
				return err
			}
			return printDocuments(c.App.Writer, documents, c.String("output"))
		}),
	}
}

func inspectFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}},
	}
}

func stoppCommand() *cli.Command {
	return &cli.Command{
		Name: "stopp", Usage: "Stop one or more running pods", ArgsUsage: "POD-ID [POD-ID...]",
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			return eachArgument(c, func(id string) error { return stopSandbox(ctx, c, runtime, id) })
		}),
	}
}

func stopSandbox(ctx context.Context, c *cli.Context, runtime cri.RuntimeService, id string) error {
	if err := runtime.StopPodSandbox(ctx, id); err != nil {
		return fmt.Errorf("stopping the pod sandbox %q: %w", id, err)
	}
	fmt.Fprintf(c.App.Writer, "Stopped sandbox %s\n", id)
	return nil
}

func rmpCommand() *cli.Command {
	return &cli.Command{
		Name: "rmp", Usage: "Remove one or more pods", ArgsUsage: "POD-ID [POD-ID...]", UseShortOptionHandling: true,
		Flags: []cli.Flag{&cli.BoolFlag{Name: "force", Aliases: []string{"f"}}},
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			return eachArgument(c, func(id string) error {
				answer, err := runtime.PodSandboxStatus(ctx, id, false)
				if err != nil {
					return fmt.Errorf("getting sandbox status of pod %q: %w", id, err)
				}
				if answer.GetStatus().GetState() == runtimeapi.PodSandboxState_SANDBOX_READY {
					if !c.Bool("force") {
						return fmt.Errorf("pod sandbox %q is running, please stop it first", id)
					}
					if err := stopSandbox(ctx, c, runtime, id); err != nil {
						return err
					}
				}
				if err := runtime.RemovePodSandbox(ctx, id); err != nil {
					return fmt.Errorf("removing the pod sandbox %q: %w", id, err)
				}
				fmt.Fprintf(c.App.Writer, "Removed sandbox %s\n", id)
				return nil
			})
		}),
	}
}
