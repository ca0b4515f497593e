package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/remotecommand"
	cri "k8s.io/cri-api/pkg/apis"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
)

func execCommand() *cli.Command {
	return &cli.Command{
		Name: "exec", Usage: "Run a command in a running container", ArgsUsage: "CONTAINER-ID COMMAND [ARG...]",
		UseShortOptionHandling: true,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "sync", Aliases: []string{"s"}},
			&cli.Int64Flag{Name: "timeout"},
			&cli.BoolFlag{Name: "tty", Aliases: []string{"t"}},
			&cli.BoolFlag{Name: "interactive", Aliases: []string{"i"}},
		},
		Action: withRuntime(func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error {
			if c.NArg() < 2 {
				return cli.ShowSubcommandHelp(c)
			}
			id, command := c.Args().First(), c.Args().Tail()
			if c.Bool("sync") {
				if err := execSync(ctx, c, runtime, id, command); err != nil {
					return fmt.Errorf("execing command in container %s synchronously: %w", id, err)
				}
				return nil
			}
			if err := execStream(ctx, c, runtime, id, command); err != nil {
				return fmt.Errorf("execing command in container %s: %w", id, err)
			}
			return nil
		}),
	}
}

// execSync lets the runtime collect the output, which is printed when the command is over.
func execSync(ctx context.Context, c *cli.Context, runtime cri.RuntimeService, id string, command []string) error {
	stdout, stderr, err := runtime.ExecSync(ctx, id, command, time.Duration(c.Int64("timeout"))*time.Second)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.App.Writer, string(stdout))
	fmt.Fprintln(c.App.Writer, string(stderr))
	return nil
}

// execStream runs over the runtime's streaming server: standard streams live, and with
// --tty a terminal that follows the size of ours.
func execStream(ctx context.Context, c *cli.Context, runtime cri.RuntimeService, id string, command []string) error {
	tty, interactive := c.Bool("tty"), c.Bool("interactive")
	if tty && !interactive {
		return errors.New("tty=true must be specified with interactive=true")
	}
	in := int(os.Stdin.Fd())
	if tty && !term.IsTerminal(in) {
		return errors.New("input is not a terminal")
	}
	answer, err := runtime.Exec(ctx, &runtimeapi.ExecRequest{
		ContainerId: id, Cmd: command, Tty: tty, Stdin: interactive, Stdout: true, Stderr: !tty,
	})
	if err != nil {
		return err
	}
	address, err := url.Parse(answer.GetUrl())
	if err != nil {
		return err
	}
	executor, err := remotecommand.NewSPDYExecutor(
		&rest.Config{TLSClientConfig: rest.TLSClientConfig{Insecure: true}}, "POST", address)
	if err != nil {
		return err
	}

	options := remotecommand.StreamOptions{Stdout: c.App.Writer, Tty: tty}
	if interactive {
		options.Stdin = os.Stdin
	}
	if !tty {
		options.Stderr = c.App.ErrWriter
		return executor.StreamWithContext(ctx, options)
	}
	before, err := term.MakeRaw(in)
	if err != nil {
		return err
	}
	defer func() { _ = term.Restore(in, before) }()
	options.TerminalSizeQueue = newSizes(ctx, in)
	return executor.StreamWithContext(ctx, options)
}

// sizes tells the size of our terminal now and whenever it changes.
type sizes struct {
	ctx     context.Context
	fd      int
	changed chan os.Signal
}

func newSizes(ctx context.Context, fd int) *sizes {
	s := &sizes{ctx: ctx, fd: fd, changed: make(chan os.Signal, 1)}
	signal.Notify(s.changed, syscall.SIGWINCH)
	s.changed <- syscall.SIGWINCH
	return s
}

// Next blocks until there is a size to tell; nil ends the telling.
func (s *sizes) Next() *remotecommand.TerminalSize {
	select {
	case <-s.changed:
	case <-s.ctx.Done():
		return nil
	}
	width, height, err := term.GetSize(s.fd)
	if err != nil || width < 0 || height < 0 || width > 0xffff || height > 0xffff {
		return nil
	}
	return &remotecommand.TerminalSize{Width: uint16(width), Height: uint16(height)}
}
