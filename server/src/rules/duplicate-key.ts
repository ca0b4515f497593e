import { defineRule } from './rule';

/** go-yaml v2 without strict mode keeps the last of equal keys in silence; Go's JSON decodes all into one place. */
export const rule = defineRule({
  id: 'duplicate-key',
  on: 'text',
  severity: 'warning',
  check({ parsed, report }) {
    const what =
      parsed.format === 'json'
        ? 'in JSON the kubelet reads one into the other, member by member, without a word'
        : 'the kubelet keeps the last one and drops this one without a word';
    for (const { path, key, start, end } of parsed.duplicateKeys) {
      report({
        path,
        span: { start, end },
        message: `The key \`${key}\` stands here more than once: ${what}. Keep one of them.`,
      });
    }
  },
});
