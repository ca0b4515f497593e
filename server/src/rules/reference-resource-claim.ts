import { removeItem } from '../manifest/edit';
import { reportReference } from '../validation/reference';
import { defineRule } from './rule';

/** ResourceClaims of dynamic resource allocation; refused since 1.32 (pkg/kubelet/config/common.go, v1.32). */
export const rule = defineRule({
  id: 'reference-resource-claim',
  on: 'pod',
  stage: 'reference',
  severity: 'error',
  check(context) {
    context.pod.spec?.resourceClaims?.forEach((_, position) => {
      reportReference(context, {
        path: `spec.resourceClaims[${position}]`,
        object: 'a ResourceClaim',
        since: 32,
        otherwise: 'it waits for ever for the claim',
        advice: 'Remove it, and the `resources.claims` of containers that name it.',
      });
    });
  },
  fixes({ finding: { path }, parsed: { root }, text }) {
    const edits = root === undefined ? [] : removeItem(text, root, path);
    return edits.length === 0 ? [] : [{ title: 'Remove the entry of resourceClaims', safe: false, edits }];
  },
});
