package main

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// recorded answers CRI requests with what the recordings hold, so that printing it
// again must give the recordings.
type recorded struct {
	runtimeapi.UnimplementedRuntimeServiceServer
	runtimeapi.UnimplementedImageServiceServer
	t *testing.T
	// Added to each creation time, nanoseconds.
	shift int64
	// Where containers' logs are, if not where they were recorded.
	logPath string
	stopped []string
}

// serve listens on a socket of its own and returns it.
func (r *recorded) serve() string {
	socket := filepath.Join(r.t.TempDir(), "cri.sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		r.t.Fatal(err)
	}
	server := grpc.NewServer()
	runtimeapi.RegisterRuntimeServiceServer(server, r)
	runtimeapi.RegisterImageServiceServer(server, r)
	go func() { _ = server.Serve(listener) }()
	r.t.Cleanup(server.Stop)
	return socket
}

func recording(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func read[Message proto.Message](t *testing.T, name string, message Message) Message {
	t.Helper()
	if err := protojson.Unmarshal([]byte(recording(t, name)), message); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return message
}

func (r *recorded) Version(context.Context, *runtimeapi.VersionRequest) (*runtimeapi.VersionResponse, error) {
	return &runtimeapi.VersionResponse{
		Version: "0.1.0", RuntimeName: "containerd", RuntimeVersion: "1.6.20~ds1", RuntimeApiVersion: "v1",
	}, nil
}

func (r *recorded) ListPodSandbox(_ context.Context, request *runtimeapi.ListPodSandboxRequest) (*runtimeapi.ListPodSandboxResponse, error) {
	answer := read(r.t, "pods.json", &runtimeapi.ListPodSandboxResponse{})
	// A runtime keeps no order.
	slices.Reverse(answer.Items)
	answer.Items = slices.DeleteFunc(answer.Items, func(s *runtimeapi.PodSandbox) bool {
		s.CreatedAt += r.shift
		filter := request.GetFilter()
		return filter.GetState() != nil && filter.GetState().GetState() != s.GetState() || !hasLabels(s.GetLabels(), filter.GetLabelSelector())
	})
	return answer, nil
}

func (r *recorded) ListContainers(_ context.Context, request *runtimeapi.ListContainersRequest) (*runtimeapi.ListContainersResponse, error) {
	answer := read(r.t, "ps.json", &runtimeapi.ListContainersResponse{})
	slices.Reverse(answer.Containers)
	answer.Containers = slices.DeleteFunc(answer.Containers, func(c *runtimeapi.Container) bool {
		c.CreatedAt += r.shift
		filter := request.GetFilter()
		return filter.GetState() != nil && filter.GetState().GetState() != c.GetState() ||
			!strings.HasPrefix(c.GetId(), filter.GetId()) || !strings.HasPrefix(c.GetPodSandboxId(), filter.GetPodSandboxId()) ||
			!hasLabels(c.GetLabels(), filter.GetLabelSelector())
	})
	return answer, nil
}

func hasLabels(labels, wanted map[string]string) bool {
	for key, value := range wanted {
		if labels[key] != value {
			return false
		}
	}
	return true
}

// document takes a recorded inspect document apart into a status and the verbose part.
func document(t *testing.T, name string, message proto.Message) map[string]string {
	t.Helper()
	var parts map[string]json.RawMessage
	if err := json.Unmarshal([]byte(recording(t, name)), &parts); err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(parts["status"], &fields); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"createdAt", "startedAt", "finishedAt"} {
		text, found := fields[key].(string)
		if !found {
			continue
		}
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		fields[key] = int64(0)
		if !at.IsZero() {
			fields[key] = at.UnixNano()
		}
	}
	text, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	if err := protojson.Unmarshal(text, message); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	verbose := map[string]string{}
	for key, value := range parts {
		if key != "status" {
			verbose[key] = string(value)
		}
	}
	return verbose
}

func (r *recorded) ContainerStatus(_ context.Context, request *runtimeapi.ContainerStatusRequest) (*runtimeapi.ContainerStatusResponse, error) {
	for _, name := range []string{"inspect-running.json", "inspect-exited.json"} {
		answer := &runtimeapi.ContainerStatusResponse{Status: &runtimeapi.ContainerStatus{}}
		verbose := document(r.t, name, answer.Status)
		if !strings.HasPrefix(answer.Status.GetId(), request.GetContainerId()) {
			continue
		}
		if r.logPath != "" {
			answer.Status.LogPath = r.logPath
		}
		if request.GetVerbose() {
			answer.Info = verbose
		}
		return answer, nil
	}
	return nil, missing(request.GetContainerId())
}

// missing is containerd's error for a container that it does not know.
func missing(id string) error {
	return status.Errorf(codes.NotFound, "an error occurred when try to find container %q: not found", id)
}

func (r *recorded) PodSandboxStatus(context.Context, *runtimeapi.PodSandboxStatusRequest) (*runtimeapi.PodSandboxStatusResponse, error) {
	answer := &runtimeapi.PodSandboxStatusResponse{Status: &runtimeapi.PodSandboxStatus{}}
	answer.Info = document(r.t, "inspectp.json", answer.Status)
	return answer, nil
}

func (r *recorded) Status(context.Context, *runtimeapi.StatusRequest) (*runtimeapi.StatusResponse, error) {
	answer := &runtimeapi.StatusResponse{Status: &runtimeapi.RuntimeStatus{}}
	answer.Info = document(r.t, "info.json", answer.Status)
	return answer, nil
}

func (r *recorded) StopContainer(_ context.Context, request *runtimeapi.StopContainerRequest) (*runtimeapi.StopContainerResponse, error) {
	if request.GetContainerId() == "doesnotexist" {
		return nil, missing(request.GetContainerId())
	}
	r.stopped = append(r.stopped, request.GetContainerId())
	return &runtimeapi.StopContainerResponse{}, nil
}

func (r *recorded) ListContainerStats(context.Context, *runtimeapi.ListContainerStatsRequest) (*runtimeapi.ListContainerStatsResponse, error) {
	answer := read(r.t, "stats.json", &runtimeapi.ListContainerStatsResponse{})
	slices.Reverse(answer.Stats)
	return answer, nil
}

func (r *recorded) ListPodSandboxStats(context.Context, *runtimeapi.ListPodSandboxStatsRequest) (*runtimeapi.ListPodSandboxStatsResponse, error) {
	answer := read(r.t, "statsp.json", &runtimeapi.ListPodSandboxStatsResponse{})
	slices.Reverse(answer.Stats)
	return answer, nil
}

func (r *recorded) ListImages(context.Context, *runtimeapi.ListImagesRequest) (*runtimeapi.ListImagesResponse, error) {
	answer := read(r.t, "images.json", &runtimeapi.ListImagesResponse{})
	slices.Reverse(answer.Images)
	return answer, nil
}

// ImageFsInfo is what the client asks to see whether the service is there.
func (r *recorded) ImageFsInfo(context.Context, *runtimeapi.ImageFsInfoRequest) (*runtimeapi.ImageFsInfoResponse, error) {
	return &runtimeapi.ImageFsInfoResponse{}, nil
}
