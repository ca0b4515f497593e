//go:build k8s_1_31 || k8s_1_32 || k8s_1_33 || k8s_1_34

package kubelet

import (
	_ "unsafe" // go:linkname

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation/field"
	podutil "k8s.io/kubernetes/pkg/api/pod"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/apis/core/validation"
	_ "k8s.io/kubernetes/pkg/kubelet/config" // go:linkname
)

// Until 1.34 these take no logger, and the kubelet validates with the zero
// options: what a gate opens on the API server stays closed for a static pod.

//go:linkname tryDecodeSinglePod k8s.io/kubernetes/pkg/kubelet/config.tryDecodeSinglePod
func tryDecodeSinglePod(text []byte, defaults func(*core.Pod) error) (bool, *v1.Pod, error)

//go:linkname tryDecodePodList k8s.io/kubernetes/pkg/kubelet/config.tryDecodePodList
func tryDecodePodList(text []byte, defaults func(*core.Pod) error) (bool, v1.PodList, error)

//go:linkname applyDefaults k8s.io/kubernetes/pkg/kubelet/config.applyDefaults
func applyDefaults(pod *core.Pod, source string, isFile bool, nodeName types.NodeName) error

func decodeSingle(text []byte, defaults func(*core.Pod) error) (bool, *v1.Pod, error) {
	return tryDecodeSinglePod(text, defaults)
}

func decodeList(text []byte, defaults func(*core.Pod) error) (bool, v1.PodList, error) {
	return tryDecodePodList(text, defaults)
}

func setDefaults(pod *core.Pod, source string, isFile bool, nodeName string) error {
	return applyDefaults(pod, source, isFile, types.NodeName(nodeName))
}

func validate(pod *core.Pod) field.ErrorList {
	return validation.ValidatePodCreate(pod, validation.PodValidationOptions{})
}

func validateByGates(pod *core.Pod) field.ErrorList {
	options := podutil.GetValidationOptionsFromPodSpecAndMeta(&pod.Spec, nil, &pod.ObjectMeta, nil)
	return validation.ValidatePodCreate(pod, options)
}
