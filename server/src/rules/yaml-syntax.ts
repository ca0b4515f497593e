import { defineRule } from './rule';

/** The text is not YAML as go-yaml v2 reads it, or not JSON: pkg/kubelet/config/common.go (v1.37), `ToJSON`. */
export const rule = defineRule({
  id: 'yaml-syntax',
  on: 'text',
  stage: 'yaml',
  severity: 'error',
  check({ parsed, report }) {
    if (parsed.error !== undefined) {
      report({ path: '', span: parsed.error, stage: parsed.error.stage, message: parsed.error.message });
    }
  },
});
