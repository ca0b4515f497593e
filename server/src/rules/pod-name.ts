import { child } from './field-path';
import { defineRule } from './rule';

/** pkg/kubelet/config/common.go (v1.37), `tryDecodeSinglePod`: a Pod without a name is refused before validation. */
export const rule = defineRule({
  id: 'pod-name',
  on: 'structure',
  stage: 'name',
  severity: 'error',
  check({ decoded, report }) {
    // Without Pods the object decodes into one that has no name of its own: `__internal`.
    const nameless = decoded.pods.length === 0 && decoded.nameMissing ? [''] : [];
    for (const { path, nameMissing } of decoded.pods) {
      const name = child(path, 'metadata.name');
      if (nameMissing && !decoded.mismatches.some((mismatch) => mismatch.path === name || mismatch.path === 'kind')) {
        nameless.push(path);
      }
    }
    for (const path of nameless) {
      report({
        path: child(path, 'metadata.name'),
        part: 'key',
        message: 'A static Pod needs a name: set `metadata.name`. The kubelet adds the name of its node to it.',
      });
    }
  },
});
