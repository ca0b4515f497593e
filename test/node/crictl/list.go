package main

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
	"time"

	"github.com/docker/go-units"
	"github.com/urfave/cli/v2"
)

func listFlags(extra ...cli.Flag) []cli.Flag {
	return append([]cli.Flag{
		&cli.StringFlag{Name: "id"},
		&cli.StringFlag{Name: "name"},
		&cli.StringFlag{Name: "namespace"},
		&cli.StringFlag{Name: "state", Aliases: []string{"s"}},
		&cli.StringSliceFlag{Name: "label"},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}},
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "table"},
		&cli.BoolFlag{Name: "latest", Aliases: []string{"l"}},
		&cli.IntFlag{Name: "last", Aliases: []string{"n"}},
		&cli.BoolFlag{Name: "no-trunc"},
	}, extra...)
}

// parseLabels reads key=value pairs.
func parseLabels(pairs []string) (map[string]string, error) {
	labels := map[string]string{}
	for _, pair := range pairs {
		key, value, found := strings.Cut(pair, "=")
		if !found || strings.Contains(value, "=") {
			return nil, fmt.Errorf("incorrectly specified label: %v", pair)
		}
		labels[key] = value
	}
	return labels, nil
}

// listed is what the lists of Pods and of containers have in common.
type listed struct {
	name      string
	namespace string
	createdAt int64
}

// selectListed keeps what --name and --namespace match, newest first, and of these as
// many as --latest and --last ask for.
func selectListed[Item any](c *cli.Context, items []Item, describe func(Item) listed) ([]Item, error) {
	name, err := regexp.Compile(c.String("name"))
	if err != nil {
		return nil, fmt.Errorf("invalid regular expression %q: %w", c.String("name"), err)
	}
	namespace, err := regexp.Compile(c.String("namespace"))
	if err != nil {
		return nil, fmt.Errorf("invalid regular expression %q: %w", c.String("namespace"), err)
	}
	kept := []Item{}
	for _, item := range items {
		d := describe(item)
		if name.MatchString(d.name) && namespace.MatchString(d.namespace) {
			kept = append(kept, item)
		}
	}
	sort.SliceStable(kept, func(i, j int) bool { return describe(kept[i]).createdAt > describe(kept[j]).createdAt })
	count := len(kept)
	if c.Bool("latest") {
		count = 1
	}
	if c.Int("last") > 0 {
		count = c.Int("last")
	}
	return kept[:min(count, len(kept))], nil
}

// age says how long ago nanoseconds since 1970 were.
func age(nanoseconds int64) string {
	return units.HumanDuration(time.Since(time.Unix(0, nanoseconds))) + " ago"
}

// labelOf is the value of a label, or the word that crictl shows for one that is not there.
func labelOf(labels map[string]string, name string) string {
	if value, found := labels[name]; found {
		return value
	}
	return "unknown"
}

// idOf shortens an id for a table unless --no-trunc is given.
func idOf(c *cli.Context, id string) string {
	if c.Bool("no-trunc") {
		return id
	}
	return shortID(id)
}

// eachArgument runs one operation for each id on the command line and prints what it says.
func eachArgument(c *cli.Context, run func(id string) error) error {
	if c.NArg() == 0 {
		return cli.ShowSubcommandHelp(c)
	}
	for _, id := range c.Args().Slice() {
		if id == "" {
			return fmt.Errorf("ID cannot be empty")
		}
		if err := run(id); err != nil {
			return err
		}
	}
	return nil
}
