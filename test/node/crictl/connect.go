package main

import (
	"context"
	"time"

	"github.com/sirupsen/logrus"
	"github.com/urfave/cli/v2"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
	cri "k8s.io/cri-api/pkg/apis"
	remote "k8s.io/cri-client/pkg"
)

// connectRuntime opens the runtime service: the one named, or the first that answers.
func connectRuntime(c *cli.Context) (cri.RuntimeService, error) {
	return connect(c, "runtime", func(s settings) string { return s.runtimeEndpoint }, remote.NewRemoteRuntimeService)
}

// connectImages opens the image service, which is the runtime's own unless another is named.
func connectImages(c *cli.Context) (cri.ImageManagerService, error) {
	return connect(c, "image", func(s settings) string { return s.imageEndpoint }, remote.NewRemoteImageService)
}

func connect[Service any](
	c *cli.Context,
	name string,
	endpointOf func(settings) string,
	dial func(ctx context.Context, endpoint string, timeout time.Duration, tracers trace.TracerProvider, streaming bool) (Service, error),
) (service Service, err error) {
	s, err := readSettings(c)
	if err != nil {
		return service, err
	}
	// The client panics without one.
	tracers := noop.NewTracerProvider()
	if endpoint := endpointOf(s); endpoint != "" {
		return dial(c.Context, endpoint, s.timeout, tracers, false)
	}
	logrus.Warnf("%s connect using default endpoints: %v. As the default settings are now deprecated, "+
		"you should set the endpoint instead.", name, defaultEndpoints)
	for _, endpoint := range defaultEndpoints {
		service, err = dial(c.Context, endpoint, s.timeout, tracers, false)
		if err == nil {
			return service, nil
		}
		logrus.Error(err)
	}
	return service, err
}

// withRuntime is the frame of most commands.
func withRuntime(run func(ctx context.Context, c *cli.Context, runtime cri.RuntimeService) error) cli.ActionFunc {
	return func(c *cli.Context) error {
		runtime, err := connectRuntime(c)
		if err != nil {
			return err
		}
		return run(c.Context, c, runtime)
	}
}
