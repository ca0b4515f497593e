//go:build !k8s_1_31 && !k8s_1_32 && !k8s_1_33 && !k8s_1_34

package kubelet

import (
	_ "unsafe" // go:linkname

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/klog/v2"
	podutil "k8s.io/kubernetes/pkg/api/pod"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/apis/core/validation"
	_ "k8s.io/kubernetes/pkg/kubelet/config" // go:linkname
)

//go:linkname tryDecodeSinglePod k8s.io/kubernetes/pkg/kubelet/config.tryDecodeSinglePod
func tryDecodeSinglePod(logger klog.Logger, text []byte, defaults func(klog.Logger, *core.Pod) error) (bool, *v1.Pod, error)

//go:linkname tryDecodePodList k8s.io/kubernetes/pkg/kubelet/config.tryDecodePodList
func tryDecodePodList(logger klog.Logger, text []byte, defaults func(klog.Logger, *core.Pod) error) (bool, v1.PodList, error)

//go:linkname applyDefaults k8s.io/kubernetes/pkg/kubelet/config.applyDefaults
func applyDefaults(logger klog.Logger, pod *core.Pod, source string, isFile bool, nodeName types.NodeName) error

func decodeSingle(text []byte, defaults func(*core.Pod) error) (bool, *v1.Pod, error) {
	return tryDecodeSinglePod(klog.Background(), text, func(_ klog.Logger, pod *core.Pod) error { return defaults(pod) })
}

func decodeList(text []byte, defaults func(*core.Pod) error) (bool, v1.PodList, error) {
	return tryDecodePodList(klog.Background(), text, func(_ klog.Logger, pod *core.Pod) error { return defaults(pod) })
}

func setDefaults(pod *core.Pod, source string, isFile bool, nodeName string) error {
	return applyDefaults(klog.Background(), pod, source, isFile, types.NodeName(nodeName))
}

// The kubelet takes its options from the feature gates.
func validate(pod *core.Pod) field.ErrorList { return validateByGates(pod) }

func validateByGates(pod *core.Pod) field.ErrorList {
	options := podutil.GetValidationOptionsFromPodSpecAndMeta(&pod.Spec, nil, &pod.ObjectMeta, nil)
	return validation.ValidatePodCreate(pod, options)
}

// reference is needed only where validate and validateByGates differ.
func reference(*core.Pod) (string, error) { panic("the kubelet and the gates agree in this release") }
