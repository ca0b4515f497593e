import assert from 'node:assert/strict';
import { parseText, type ParsedText } from '../../../server/src/manifest/parse';
import type { Span, Value } from '../../../server/src/manifest/value';
import { canonicalForm } from '../../../server/src/schema/canonical';
import { decodeManifest } from '../../../server/src/schema/decode';

/** What holds for any text: it is read without a throw, and every place told lies inside it. Returns what was read. */
export function checkText(text: string): ParsedText {
  const parsed = parseText(text);
  const within = (span: Span, what: string): void => {
    const { start, end } = span;
    assert.ok(start >= 0 && start <= end && end <= text.length, `${what}: ${start} to ${end} of ${text.length}`);
  };
  const { root, error } = parsed;
  assert.ok(root !== undefined || error !== undefined, 'neither a value nor an error');
  if (error !== undefined) {
    within(error, 'error');
    assert.match(error.message, /[.)]$/);
  }
  parsed.duplicateKeys.forEach((span) => {
    within(span, 'duplicate key');
  });
  parsed.bentScalars.forEach((span) => {
    within(span, 'bent scalar');
    assert.equal(
      text.slice(span.start, span.end).includes('\n') || text.slice(span.start, span.end) === span.source,
      true,
    );
  });
  parsed.extraDocuments.forEach((span) => {
    within(span, 'document');
  });
  if (root === undefined) {
    return parsed;
  }
  visit(root, within);
  for (const source of ['file', 'http'] as const) {
    const minor = 31 + (text.length % 7);
    const decoded = decodeManifest(root, { minor, nodeName: 'my-node1', source });
    [...decoded.mismatches, ...decoded.unknownFields].forEach((span) => {
      within(span, 'decoded');
    });
    decoded.pods.forEach((pod) => {
      canonicalForm(pod, minor);
    });
  }
  return parsed;
}

/** Aliases make the values a graph, which must not be walked as a tree. */
function visit(root: Value, within: (span: Span, what: string) => void): void {
  const seen = new Set<Value>();
  const pending = [root];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (seen.has(value)) {
      continue;
    }
    seen.add(value);
    within(value, value.kind);
    if (value.kind === 'array') {
      pending.push(...value.items);
    } else if (value.kind === 'object') {
      for (const member of value.members) {
        within(member.keySpan, 'key');
        pending.push(member.value);
      }
    }
  }
}
