package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/sirupsen/logrus"
	"github.com/urfave/cli/v2"
	cri "k8s.io/cri-api/pkg/apis"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
)

func psCommand() *cli.Command {
	return &cli.Command{
		Name: "ps", Usage: "List containers", UseShortOptionHandling: true,
		Flags: listFlags(
			&cli.BoolFlag{Name: "all", Aliases: []string{"a"}},
			&cli.StringFlag{Name: "pod", Aliases: []string{"p"}},
		),
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			if c.NArg() != 0 {
				return cli.ShowSubcommandHelp(c)
			}
			if err := printContainers(ctx, c, runtime); err != nil {
				return fmt.Errorf("listing containers: %w", err)
			}
			return nil
		}),
	}
}

// listContainers shows running ones only, unless a flag asks for others.
func listContainers(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) ([]*runtimeapi.Container, error) {
	labels, err := parseLabels(c.StringSlice("label"))
	if err != nil {
		return nil, err
	}
	filter := &runtimeapi.ContainerFilter{Id: c.String("id"), PodSandboxId: c.String("pod"), LabelSelector: labels}
	wanted := c.String("state")
	if wanted == "" && !c.Bool("all") {
		wanted = "running"
	}
	if wanted != "" {
		state, found := runtimeapi.ContainerState_value["CONTAINER_"+strings.ToUpper(wanted)]
		if !found {
			return nil, fmt.Errorf("--state should be one of created, running, exited or unknown")
		}
		if !c.Bool("latest") && c.Int("last") <= 0 {
			filter.State = &runtimeapi.ContainerStateValue{State: runtimeapi.ContainerState(state)}
		}
	}
	all, err := runtime.ListContainers(ctx, filter)
	if err != nil {
		return nil, fmt.Errorf("call list containers RPC: %w", err)
	}
	return selectListed(c, all, func(container *runtimeapi.Container) listed {
		return listed{
			name:      container.GetMetadata().GetName(),
			namespace: labelOf(container.GetLabels(), "io.kubernetes.pod.namespace"),
			createdAt: container.GetCreatedAt(),
		}
	})
}

func printContainers(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
	containers, err := listContainers(ctx, c, runtime)
	if err != nil {
		return fmt.Errorf("list containers: %w", err)
	}
	if format := c.String("output"); format != "table" {
		return printMessage(c.App.Writer, &runtimeapi.ListContainersResponse{Containers: containers}, format)
	}
	rows := [][]string{{"CONTAINER", "IMAGE", "CREATED", "STATE", "NAME", "ATTEMPT", "POD ID", "POD", "NAMESPACE"}}
	for _, container := range containers {
		if c.Bool("quiet") {
			fmt.Fprintln(c.App.Writer, container.GetId())
			continue
		}
		image := container.GetImage().GetImage()
		if digest, found := strings.CutPrefix(image, "sha256:"); found {
			image = idOf(c, digest)
		}
		state := strings.ToLower(strings.TrimPrefix(container.GetState().String(), "CONTAINER_"))
		rows = append(rows, []string{
			idOf(c, container.GetId()), image, age(container.GetCreatedAt()), strings.ToUpper(state[:1]) + state[1:],
			container.GetMetadata().GetName(), strconv.FormatUint(uint64(container.GetMetadata().GetAttempt()), 10),
			idOf(c, container.GetPodSandboxId()), labelOf(container.GetLabels(), "io.kubernetes.pod.name"),
			labelOf(container.GetLabels(), "io.kubernetes.pod.namespace"),
		})
	}
	if c.Bool("quiet") {
		return nil
	}
	return printTable(c.App.Writer, rows)
}

func inspectCommand() *cli.Command {
	return &cli.Command{
		Name: "inspect", Usage: "Display the status of one or more containers", ArgsUsage: "CONTAINER-ID [CONTAINER-ID...]",
		Flags: inspectFlags(),
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			documents := []map[string]any{}
			err := eachArgument(c, func(id string) error {
				answer, err := runtime.ContainerStatus(ctx, id, !c.Bool("quiet"))
				if err != nil {
					return fmt.Errorf("get the status of containers: get container status: %w", err)
				}
				status, err := statusValue(answer.GetStatus())
				if err != nil {
					return err
				}
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

// statusValue has times as text; one that has not come yet is the year 1.
func statusValue(status *runtimeapi.ContainerStatus) (map[string]any, error) {
	value, err := messageValue(status, true)
	if err != nil {
		return nil, err
	}
	state := status.GetState()
	stamp := func(nanoseconds int64, come bool) string {
		var t time.Time
		if come {
			t = time.Unix(0, nanoseconds)
		}
		return t.Format(time.RFC3339Nano)
	}
	value["createdAt"] = stamp(status.GetCreatedAt(), true)
	value["startedAt"] = stamp(status.GetStartedAt(), state != runtimeapi.ContainerState_CONTAINER_CREATED)
	value["finishedAt"] = stamp(status.GetFinishedAt(), state == runtimeapi.ContainerState_CONTAINER_EXITED ||
		state == runtimeapi.ContainerState_CONTAINER_UNKNOWN && status.GetFinishedAt() > 0)
	return value, nil
}

func stopCommand() *cli.Command {
	return &cli.Command{
		Name: "stop", Usage: "Stop one or more running containers", ArgsUsage: "CONTAINER-ID [CONTAINER-ID...]",
		UseShortOptionHandling: true,
		Flags:                  []cli.Flag{&cli.Int64Flag{Name: "timeout", Aliases: []string{"t"}}},
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			return eachArgument(c, func(id string) error { return stopContainer(ctx, c, runtime, id, c.Int64("timeout")) })
		}),
	}
}

// stopContainer gives the container so many seconds before it is killed.
func stopContainer(ctx context.Context, c *cli.Context, runtime cri.RuntimeService, id string, seconds int64) error {
	if err := runtime.StopContainer(ctx, id, seconds); err != nil {
		return fmt.Errorf("stopping the container %q: %w", id, err)
	}
	fmt.Fprintln(c.App.Writer, id)
	return nil
}

func rmCommand() *cli.Command {
	return &cli.Command{
		Name: "rm", Usage: "Remove one or more containers", ArgsUsage: "CONTAINER-ID [CONTAINER-ID...]",
		UseShortOptionHandling: true,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "force", Aliases: []string{"f"}},
			&cli.BoolFlag{Name: "keep-logs", Aliases: []string{"k"}},
		},
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			return eachArgument(c, func(id string) error {
				answer, err := runtime.ContainerStatus(ctx, id, false)
				if err != nil {
					return fmt.Errorf("getting container status %q: %w", id, err)
				}
				if answer.GetStatus().GetState() == runtimeapi.ContainerState_CONTAINER_RUNNING {
					if !c.Bool("force") {
						return fmt.Errorf("container %q is running, please stop it first", id)
					}
					if err := stopContainer(ctx, c, runtime, id, 0); err != nil {
						return err
					}
				}
				if err := runtime.RemoveContainer(ctx, id); err != nil {
					return fmt.Errorf("removing container %q: %w", id, err)
				}
				fmt.Fprintln(c.App.Writer, id)
				if !c.Bool("keep-logs") {
					removeLogs(id, answer.GetStatus().GetLogPath())
				}
				return nil
			})
		}),
	}
}

// removeLogs drops a container's log file and its rotations.
func removeLogs(id, path string) {
	if path == "" {
		return
	}
	// The only error is a malformed pattern, and then there is no rotation to find.
	rotations, _ := filepath.Glob(path + ".*")
	for _, file := range append(rotations, path) {
		if err := os.Remove(file); err != nil {
			logrus.Errorf("removing log file %s for container %q failed: %v", file, id, err)
		}
	}
}
