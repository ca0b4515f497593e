import { defineRule } from './rule';

/** pkg/kubelet/config/common.go (v1.37), `maxConfigLength`: as many octets are too many already. */
const limit = 10 * 1024 * 1024;

/** A manifest of 10 MiB or more, from a file or a URL, is not read to its end, and refused. */
export const rule = defineRule({
  id: 'file-size',
  on: 'text',
  stage: 'yaml',
  severity: 'error',
  check({ text, report }) {
    // A UTF-16 unit makes at most three octets: most texts need no counting.
    if (text.length * 3 >= limit && countOctets(text) >= limit) {
      report({
        path: '',
        span: { start: 0, end: 0 },
        message: 'The kubelet reads less than 10 MiB of a manifest and refuses a larger one: make it smaller.',
      });
    }
  },
});

function countOctets(text: string): number {
  return new TextEncoder().encode(text).length;
}
