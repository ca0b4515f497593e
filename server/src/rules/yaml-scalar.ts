import { defineRule } from './rule';

/** Modes of files are written in octal everywhere, Kubernetes' own documentation included, and read as they are meant. */
const isFileMode = (path: string, source: string): boolean =>
  /(?:^|\.)(?:defaultMode|mode)$/.test(path) && /^0[0-7]+$/.test(source);

/**
 * YAML 1.1, as go-yaml v2 resolves it, takes `on` for true and `017` for 15. Said where the kubelet reads something
 * else than the letters and takes it: what it can't use at all is the rule `field-type`'s to say.
 */
export const rule = defineRule({
  id: 'yaml-scalar',
  on: 'structure',
  severity: 'warning',
  check({ parsed, decoded, report }) {
    for (const { path, source, json, start, end } of parsed.bentScalars) {
      const isRefused = decoded.mismatches.some((mismatch) => mismatch.start === start && mismatch.end === end);
      if (isRefused || isFileMode(path, source)) {
        continue;
      }
      report({
        path,
        span: { start, end },
        message: `The kubelet's YAML reads \`${source}\` as ${json}. Write ${json} if that is meant, or put it in quotes.`,
        details: { json, source },
      });
    }
  },
  fixes({ finding, text }) {
    const json = finding.details?.['json'];
    const source = finding.details?.['source'];
    if (typeof json !== 'string' || typeof source !== 'string' || text.slice(finding.start, finding.end) !== source) {
      return [];
    }
    const span = { start: finding.start, end: finding.end };
    return [
      { title: `Write ${json}, as the kubelet reads it`, safe: true, edits: [{ ...span, newText: json }] },
      { title: `Quote "${source}"`, safe: false, edits: [{ ...span, newText: JSON.stringify(source) }] },
    ];
  },
});
