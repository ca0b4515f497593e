import { defineRule } from './rule';

/** The kubelet decodes only the first document of a file (pkg/kubelet/config/common.go, v1.37). */
export const rule = defineRule({
  id: 'extra-document',
  on: 'text',
  severity: 'warning',
  check({ parsed, text, report }) {
    for (const [position, document] of parsed.extraDocuments.entries()) {
      const newline = text.indexOf('\n', document.start);
      const end = newline === -1 || newline > document.end ? document.end : newline;
      report({
        path: '',
        span: { start: document.start, end },
        message: `The kubelet reads only the first document of a file: document ${position + 2} is dropped without a word. Move it into a file of its own.`,
        details: { documentStart: document.start, documentEnd: document.end },
      });
    }
  },
  fixes({ finding, text }) {
    const start = finding.details?.['documentStart'];
    const end = finding.details?.['documentEnd'];
    if (typeof start !== 'number' || typeof end !== 'number' || end > text.length) {
      return [];
    }
    return [
      { title: 'Delete this document, which the kubelet drops', safe: false, edits: [{ start, end, newText: '' }] },
    ];
  },
});
