import { defineRule } from './rule';

/** The kubelet takes `apiVersion: v1`, `kind: Pod` and nothing else from a file; a PodList only from a URL. */
export const rule = defineRule({
  id: 'kind',
  on: 'structure',
  severity: 'error',
  stage: 'kind',
  check({ decoded, target, report }) {
    if (decoded.kindRefused) {
      const list = decoded.kind === 'PodList' && target.source === 'file';
      report({
        path: 'kind',
        message: list
          ? 'From a file the kubelet takes one Pod, not a PodList: put each Pod into a file of its own. Only a staticPodURL may serve a PodList.'
          : `The kubelet runs only \`kind: Pod\` from a manifest, not \`${decoded.kind ?? ''}\`.`,
      });
    }
  },
});
