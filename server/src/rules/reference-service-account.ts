import { locate } from '../manifest/locate';
import { removeMember } from '../manifest/edit';
import { reportReference } from '../validation/reference';
import { child } from './field-path';
import { defineRule } from './rule';

/** `serviceAccount` is another name for `serviceAccountName` (pkg/apis/core/v1/conversion.go, v1.36; defaults.go, v1.37). */
const fields = ['spec.serviceAccountName', 'spec.serviceAccount'] as const;

/** A ServiceAccount, under either of its names. */
export const rule = defineRule({
  id: 'reference-service-account',
  on: 'pod',
  stage: 'reference',
  severity: 'error',
  check(context) {
    const { serviceAccountName = '', serviceAccount = '' } = context.pod.spec ?? {};
    if (serviceAccountName === '' && serviceAccount === '') {
      return;
    }
    const written = fields.filter((path) => {
      const { found, value } = locate(context.parsed.root, child(context.at, path));
      return found && value?.kind === 'string' && value.value !== '';
    });
    for (const path of written.length === 0 ? [fields[0]] : written) {
      reportReference(context, {
        path,
        object: 'a ServiceAccount',
        otherwise: 'its containers get no token of it, the API server refuses the mirror Pod',
        advice: 'Remove it; mount credentials that the node holds with a `hostPath` volume.',
      });
    }
  },
  fixes({ finding: { path }, parsed, text }) {
    const edits = parsed.root === undefined ? [] : removeMember(text, parsed.root, path);
    return edits.length === 0 ? [] : [{ title: `Remove ${path.slice(path.lastIndexOf('.') + 1)}`, safe: true, edits }];
  },
});
