// Crictl is the bed's stand-in for crictl where the real one is not to be had: the
// same command line and output for what this repository asks of crictl, made on the
// official CRI client and held against recordings of the real one (testdata).
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/sirupsen/logrus"
	"github.com/urfave/cli/v2"
	"sigs.k8s.io/yaml"
)

// version is what `crictl --version` prints; no release of crictl carries it.
const version = "stand-in"

const defaultTimeout = 2 * time.Second

// The sockets that are tried, in this order, where none is named.
var defaultEndpoints = []string{
	"unix:///run/containerd/containerd.sock",
	"unix:///run/crio/crio.sock",
	"unix:///var/run/cri-dockerd.sock",
}

// settings are the flags in front of the command, the environment and the
// configuration file, in this order of precedence.
type settings struct {
	runtimeEndpoint string
	imageEndpoint   string
	timeout         time.Duration
}

func newApp() *cli.App {
	return &cli.App{
		Name:    "crictl",
		Usage:   "client for CRI",
		Version: version,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "config", Aliases: []string{"c"}, EnvVars: []string{"CRI_CONFIG_FILE"}, Value: "/etc/crictl.yaml"},
			&cli.StringFlag{Name: "runtime-endpoint", Aliases: []string{"r"}, EnvVars: []string{"CONTAINER_RUNTIME_ENDPOINT"}},
			&cli.StringFlag{Name: "image-endpoint", Aliases: []string{"i"}, EnvVars: []string{"IMAGE_SERVICE_ENDPOINT"}},
			&cli.DurationFlag{Name: "timeout", Aliases: []string{"t"}, Value: defaultTimeout},
			&cli.BoolFlag{Name: "debug", Aliases: []string{"D"}},
		},
		Before: func(c *cli.Context) error {
			if c.Bool("debug") {
				logrus.SetLevel(logrus.DebugLevel)
			}
			return nil
		},
		Commands: []*cli.Command{
			versionCommand(), infoCommand(), eventsCommand(),
			podsCommand(), inspectpCommand(), stoppCommand(), rmpCommand(), statspCommand(),
			psCommand(), inspectCommand(), stopCommand(), rmCommand(), statsCommand(),
			logsCommand(), execCommand(),
			imagesCommand(), inspectiCommand(), pullCommand(), rmiCommand(),
		},
		// Errors are printed once, by main.
		ExitErrHandler: func(*cli.Context, error) {},
	}
}

// readSettings fails only where a configuration file that was named can't be read.
func readSettings(c *cli.Context) (settings, error) {
	var file struct {
		RuntimeEndpoint string `json:"runtime-endpoint"`
		ImageEndpoint   string `json:"image-endpoint"`
		// Seconds.
		Timeout int `json:"timeout"`
	}
	text, err := readConfig(c.String("config"), c.IsSet("config"))
	if err != nil {
		return settings{}, err
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		return settings{}, fmt.Errorf("load config file: %w", err)
	}

	result := settings{
		runtimeEndpoint: file.RuntimeEndpoint,
		imageEndpoint:   file.ImageEndpoint,
		timeout:         c.Duration("timeout"),
	}
	if c.IsSet("runtime-endpoint") {
		result.runtimeEndpoint = c.String("runtime-endpoint")
		if result.runtimeEndpoint == "" {
			return settings{}, errors.New("--runtime-endpoint is not set")
		}
	}
	if c.IsSet("image-endpoint") {
		result.imageEndpoint = c.String("image-endpoint")
	}
	if result.imageEndpoint == "" {
		result.imageEndpoint = result.runtimeEndpoint
	}
	if !c.IsSet("timeout") && file.Timeout > 0 {
		result.timeout = time.Duration(file.Timeout) * time.Second
	}
	if result.timeout <= 0 {
		result.timeout = defaultTimeout
	}
	return result, nil
}

// readConfig looks beside the program too, as crictl does for a default that is not there.
func readConfig(path string, named bool) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err == nil || named {
		return text, err
	}
	if !errors.Is(err, fs.ErrNotExist) {
		logrus.Debugf("reading %s: %v", path, err)
		return nil, nil
	}
	program, err := os.Executable()
	if err != nil {
		return nil, nil
	}
	text, err = os.ReadFile(filepath.Join(filepath.Dir(program), "crictl.yaml"))
	if err != nil {
		return nil, nil
	}
	return text, nil
}

func main() {
	err := newApp().Run(os.Args)
	if err == nil {
		return
	}
	logrus.Error(err)
	// Also where a command that was exec'd ended with another code: whether the real one hands
	// it on was not recorded, so nobody may rely on it.
	os.Exit(1)
}
