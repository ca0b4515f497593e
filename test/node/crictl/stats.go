package main

import (
	"context"
	"fmt"
	"sort"

	"github.com/urfave/cli/v2"
	cri "k8s.io/cri-api/pkg/apis"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
)

func statsFlags(extra ...cli.Flag) []cli.Flag {
	return append([]cli.Flag{
		&cli.StringFlag{Name: "id"},
		&cli.StringSliceFlag{Name: "label"},
		// The real one has a table too, and shows it by default; nobody here reads it.
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Required: true},
	}, extra...)
}

func statsCommand() *cli.Command {
	return &cli.Command{
		Name: "stats", Usage: "List container(s) resource usage statistics", ArgsUsage: "[ID]", UseShortOptionHandling: true,
		Flags: statsFlags(&cli.StringFlag{Name: "pod", Aliases: []string{"p"}}, &cli.BoolFlag{Name: "all", Aliases: []string{"a"}}),
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			labels, err := parseLabels(c.StringSlice("label"))
			if err != nil {
				return err
			}
			stats, err := runtime.ListContainerStats(ctx, &runtimeapi.ContainerStatsFilter{
				Id: idArgument(c), PodSandboxId: c.String("pod"), LabelSelector: labels,
			})
			if err != nil {
				return fmt.Errorf("get container stats: %w", err)
			}
			sort.Slice(stats, func(i, j int) bool { return stats[i].GetAttributes().GetId() < stats[j].GetAttributes().GetId() })
			return printMessage(c.App.Writer, &runtimeapi.ListContainerStatsResponse{Stats: stats}, c.String("output"))
		}),
	}
}

func statspCommand() *cli.Command {
	return &cli.Command{
		Name: "statsp", Usage: "List pod statistics", ArgsUsage: "[ID]", UseShortOptionHandling: true, Flags: statsFlags(),
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			labels, err := parseLabels(c.StringSlice("label"))
			if err != nil {
				return err
			}
			stats, err := runtime.ListPodSandboxStats(ctx, &runtimeapi.PodSandboxStatsFilter{
				Id: idArgument(c), LabelSelector: labels,
			})
			if err != nil {
				return fmt.Errorf("get pod stats: list pod sandbox stats: %w", err)
			}
			sort.Slice(stats, func(i, j int) bool { return stats[i].GetAttributes().GetId() < stats[j].GetAttributes().GetId() })
			return printMessage(c.App.Writer, &runtimeapi.ListPodSandboxStatsResponse{Stats: stats}, c.String("output"))
		}),
	}
}

// idArgument is --id, or the one argument.
func idArgument(c *cli.Context) string {
	if id := c.String("id"); id != "" {
		return id
	}
	return c.Args().First()
}
