import { defineRule } from './rule';
import { removeMember } from '../manifest/edit';

/** With a uid of its own a static Pod's config hash is that uid for ever (pkg/kubelet/config/common.go, v1.37, `applyDefaults`). */
export const rule = defineRule({
  id: 'metadata-uid',
  on: 'pod',
  severity: 'warning',
  check({ pod, report }) {
    if (pod.metadata?.uid !== undefined) {
      report({
        path: 'metadata.uid',
        part: 'member',
        message:
          'With `metadata.uid` set the kubelet takes this uid for the version of the manifest: later edits are not taken up. Remove it, and the kubelet computes one from the content.',
      });
    }
  },
  fixes({ parsed, text, finding }) {
    const edits = parsed.root === undefined ? [] : removeMember(text, parsed.root, finding.path);
    return edits.length === 0 ? [] : [{ title: 'Remove metadata.uid', safe: true, edits }];
  },
});
