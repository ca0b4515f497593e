//go:build k8s_1_34

package kubelet

import (
	podutil "k8s.io/kubernetes/pkg/api/pod"
	"k8s.io/kubernetes/pkg/apis/core"
)

// reference names what the kubelet of 1.34 refuses to a valid static pod.
func reference(pod *core.Pod) (string, error) {
	_, name, err := podutil.HasAPIObjectReference(pod)
	return name, err
}
