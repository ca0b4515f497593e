import type { ObjectMeta } from '../schema/pod-types';
import { checkAnnotations } from '../validation/labels';
import { byteLength } from '../validation/names';
import { defineRule } from './rule';

const configHash = 'kubernetes.io/config.hash';

/** Never reach validation (pkg/apis/core/v1/conversion.go, v1.37, `dropInitContainerAnnotations`). */
const dropped = [
  'pod.beta.kubernetes.io/init-containers',
  'pod.alpha.kubernetes.io/init-containers',
  'pod.beta.kubernetes.io/init-container-statuses',
  'pod.alpha.kubernetes.io/init-container-statuses',
];

/** Keys of annotations and the size of all. */
export const rule = defineRule({
  id: 'metadata-annotations',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const annotations = pod.metadata?.annotations;
    if (annotations !== undefined) {
      checkAnnotations(report, annotations, 'metadata.annotations', bytesAdded(annotations, pod.metadata?.uid ?? ''));
    }
  },
});

/** The kubelet writes the config hash, a uid or 32 digits, before it validates (pkg/kubelet/config/common.go, v1.37). */
function bytesAdded(annotations: NonNullable<ObjectMeta['annotations']>, uid: string): number {
  let bytes = configHash.length + (uid === '' ? 32 : byteLength(uid));
  for (const key of [configHash, ...dropped]) {
    const value = annotations[key];
    if (value !== undefined) {
      bytes -= key.length + byteLength(value);
    }
  }
  return bytes;
}
