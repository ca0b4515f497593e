import { defineRule } from './rule';

/** A template's braces are for another program; fifty errors about them would help nobody. */
export const rule = defineRule({
  id: 'template',
  on: 'document',
  severity: 'information',
  check({ taken, text, report }) {
    if (taken.as !== 'template') {
      return;
    }
    const start = Math.max(0, text.search(/\{\{|\{%/));
    report({
      path: '',
      span: { start, end: start + 2 },
      message: `This looks like a ${taken.language ?? ''} template, so it is not checked: the kubelet needs the rendered text. Check what the template renders, for example with \`static-pods check -\`.`,
    });
  },
});
