import { defineRule } from './rule';

/** A value that does not decode into its field: text for a number, a list for an object, a quantity that is none. */
export const rule = defineRule({
  id: 'field-type',
  on: 'structure',
  stage: 'decode',
  severity: 'error',
  check({ decoded, report }) {
    for (const { path, message, start, end } of decoded.mismatches) {
      if (path !== 'kind' && path !== 'apiVersion') {
        report({ path, span: { start, end }, message });
      }
    }
  },
});
