import { defineRule } from './rule';

/** `apiVersion` and `kind` that the kubelet's scheme does not know do not decode at all. */
export const rule = defineRule({
  id: 'api-version',
  on: 'structure',
  severity: 'error',
  stage: 'decode',
  check({ decoded, report }) {
    for (const { path, message, start, end } of decoded.mismatches) {
      if (path === 'kind' || path === 'apiVersion') {
        report({ path, span: { start, end }, message });
      }
    }
  },
});
