/**
 * The first kubelets that tell validation which feature gates are on. Those before pass it no options, so what a
 * gate relaxes stays forbidden there even where the gate is on (pkg/kubelet/config/common.go: `PodValidationOptions{}`
 * up to v1.34, `GetValidationOptionsFromPodSpecAndMeta` from v1.35).
 */
export const gatesToldSince = 35;

/** Whether a gate that is on since 1.`onSince` has its effect on what the kubelet of 1.`minor` validates. */
export function isGateTold(onSince: number, minor: number): boolean {
  return minor >= onSince && minor >= gatesToldSince;
}
