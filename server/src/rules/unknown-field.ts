import { defineRule } from './rule';
import { findNearest } from './nearest';

/** Field names are case-sensitive, and what the Pod type does not have is dropped in silence by the kubelet's decoder. */
export const rule = defineRule({
  id: 'unknown-field',
  on: 'structure',
  severity: 'warning',
  check({ decoded, target, report }) {
    for (const { path, key, known, since, until, belongs, start, end } of decoded.unknownFields) {
      const span = { start, end };
      const version = `1.${target.minor}`;
      if (since !== undefined && since > target.minor) {
        report({
          path,
          span,
          message: `\`${path}\` is unknown to Kubernetes ${version}: it came with 1.${since}. That kubelet drops it without a word.`,
        });
      } else if (until !== undefined) {
        report({
          path,
          span,
          message: `\`${path}\` is unknown to Kubernetes ${version}: 1.${until} was the last to have it. That kubelet drops it without a word.`,
        });
      } else if (belongs !== undefined) {
        report({
          path,
          span,
          message: `There is no field \`${path}\`: the kubelet drops it without a word. Its place is \`${belongs}\`: check the indentation.`,
        });
      } else {
        const nearest = findNearest(key, known);
        report({
          path,
          span,
          message:
            nearest === undefined
              ? `There is no field \`${path}\`: the kubelet drops it without a word. Remove it, or check where it belongs.`
              : `There is no field \`${path}\`: the kubelet drops it without a word. Did you mean \`${nearest}\`?`,
          ...(nearest === undefined ? {} : { details: { nearest, key } }),
        });
      }
    }
  },
  fixes({ finding, text }) {
    const nearest = finding.details?.['nearest'];
    const key = finding.details?.['key'];
    const source = text.slice(finding.start, finding.end);
    if (typeof nearest !== 'string' || typeof key !== 'string' || !source.includes(key)) {
      return [];
    }
    const newText = source.replace(key, () => nearest);
    const edit = { start: finding.start, end: finding.end, newText };
    return [{ title: `Change to ${nearest}`, safe: true, edits: [edit] }];
  },
});
