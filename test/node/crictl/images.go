package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/docker/go-units"
	"github.com/urfave/cli/v2"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
)

func imagesCommand() *cli.Command {
	return &cli.Command{
		Name: "images", Aliases: []string{"image", "img"}, Usage: "List images", ArgsUsage: "[REPOSITORY[:TAG]]",
		UseShortOptionHandling: true,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "table"},
			&cli.BoolFlag{Name: "no-trunc"},
		},
		Action: func(c *cli.Context) error {
			if err := listImages(c); err != nil {
				return fmt.Errorf("listing images: %w", err)
			}
			return nil
		},
	}
}

func listImages(c *cli.Context) error {
	service, err := connectImages(c)
	if err != nil {
		return err
	}
	filter := &runtimeapi.ImageFilter{Image: &runtimeapi.ImageSpec{Image: c.Args().First()}}
	images, err := service.ListImages(c.Context, filter)
	if err != nil {
		return err
	}
	sort.SliceStable(images, func(i, j int) bool { return imageOrder(images[i]) < imageOrder(images[j]) })
	if format := c.String("output"); format != "table" {
		return printMessage(c.App.Writer, &runtimeapi.ListImagesResponse{Images: images}, format)
	}

	rows := [][]string{{"IMAGE", "TAG", "IMAGE ID", "SIZE"}}
	for _, image := range images {
		if c.Bool("quiet") {
			fmt.Fprintln(c.App.Writer, image.GetId())
			continue
		}
		tags := image.GetRepoTags()
		if len(tags) == 0 {
			tags = []string{"<none>:<none>"}
		}
		for _, tag := range tags {
			// The port of a registry has a colon too.
			at := strings.LastIndex(tag, ":")
			if at < 0 {
				continue
			}
			rows = append(rows, []string{
				tag[:at], tag[at+1:], idOf(c, strings.TrimPrefix(image.GetId(), "sha256:")),
				units.HumanSizeWithPrecision(float64(image.GetSize()), 3),
			})
		}
	}
	if c.Bool("quiet") {
		return nil
	}
	return printTable(c.App.Writer, rows)
}

func imageOrder(image *runtimeapi.Image) string {
	for _, names := range [][]string{image.GetRepoTags(), image.GetRepoDigests()} {
		if len(names) > 0 {
			return names[0]
		}
	}
	return image.GetId()
}

func inspectiCommand() *cli.Command {
	return &cli.Command{
		Name: "inspecti", Usage: "Return the status of one or more images", ArgsUsage: "IMAGE-ID [IMAGE-ID...]",
		UseShortOptionHandling: true, Flags: inspectFlags(),
		Action: func(c *cli.Context) error {
			service, err := connectImages(c)
			if err != nil {
				return err
			}
			documents := []map[string]any{}
			err = eachArgument(c, func(id string) error {
				answer, err := service.ImageStatus(c.Context, &runtimeapi.ImageSpec{Image: id}, !c.Bool("quiet"))
				if err != nil {
					return fmt.Errorf("image status for %q request: %w", id, err)
				}
				if answer.GetImage() == nil {
					return fmt.Errorf("no such image %q present", id)
				}
				status, err := messageValue(answer.GetImage(), false)
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
		},
	}
}

func pullCommand() *cli.Command {
	return &cli.Command{
		Name: "pull", Usage: "Pull an image from a registry", ArgsUsage: "NAME[:TAG|@DIGEST]",
		UseShortOptionHandling: true,
		Action: func(c *cli.Context) error {
			name := c.Args().First()
			if name == "" {
				return fmt.Errorf("image name cannot be empty")
			}
			service, err := connectImages(c)
			if err != nil {
				return err
			}
			reference, err := service.PullImage(c.Context, &runtimeapi.ImageSpec{Image: name}, nil, nil)
			if err != nil {
				return fmt.Errorf("pulling image: %w", err)
			}
			fmt.Fprintf(c.App.Writer, "Image is up to date for %s\n", reference)
			return nil
		},
	}
}

func rmiCommand() *cli.Command {
	return &cli.Command{
		Name: "rmi", Usage: "Remove one or more images", ArgsUsage: "IMAGE-ID [IMAGE-ID...]",
		Action: func(c *cli.Context) error {
			service, err := connectImages(c)
			if err != nil {
				return err
			}
			return eachArgument(c, func(id string) error {
				answer, err := service.ImageStatus(c.Context, &runtimeapi.ImageSpec{Image: id}, false)
				if err != nil {
					return fmt.Errorf("image status request for %q failed: %w", id, err)
				}
				if answer.GetImage() == nil {
					return fmt.Errorf("no such image %s", id)
				}
				if err := service.RemoveImage(c.Context, &runtimeapi.ImageSpec{Image: id}); err != nil {
					return fmt.Errorf("error of removing image %q: %w", id, err)
				}
				for _, tag := range answer.GetImage().GetRepoTags() {
					fmt.Fprintf(c.App.Writer, "Deleted: %s\n", tag)
				}
				return nil
			})
		},
	}
}
