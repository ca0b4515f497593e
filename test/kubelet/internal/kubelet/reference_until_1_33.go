//go:build k8s_1_31 || k8s_1_32 || k8s_1_33

package kubelet

import (
	"k8s.io/component-base/version"
	"k8s.io/kubernetes/pkg/apis/core"
)

// reference names what kubelets until 1.33 refuse to a valid static pod.
func reference(pod *core.Pod) (string, error) {
	for _, volume := range pod.Spec.Volumes {
		if volume.Projected == nil {
			continue
		}
		for _, source := range volume.Projected.Sources {
			if source.ClusterTrustBundle != nil {
				return "clustertrustbundles", nil
			}
		}
	}
	if len(pod.Spec.ResourceClaims) > 0 && version.Get().Minor != "31" {
		return "resourceclaims", nil
	}
	return "", nil
}
