import { reportReference } from '../validation/reference';
import { useHostPath } from '../validation/use-host-path';
import { defineRule } from './rule';

/** Generic ephemeral volumes: a controller makes their claim for a Pod of the API server. */
export const rule = defineRule({
  id: 'reference-ephemeral-volume',
  on: 'pod',
  stage: 'reference',
  severity: 'error',
  check(context) {
    context.pod.spec?.volumes?.forEach((volume, position) => {
      if (volume.ephemeral !== undefined) {
        reportReference(context, {
          path: `spec.volumes[${position}].ephemeral`,
          object: 'a PersistentVolumeClaim made for the Pod',
          otherwise: 'no controller makes the claim and its containers do not start',
          advice: 'Use an `emptyDir` volume, or a `hostPath` volume for what shall last.',
          details: { volume: volume.name ?? '' },
        });
      }
    });
  },
  fixes({ finding: { path, details }, parsed: { root }, text }) {
    const fix = root === undefined ? undefined : useHostPath(text, root, path, String(details?.['volume'] ?? ''));
    return fix === undefined || fix.edits.length === 0 ? [] : [fix];
  },
});
