import { reportReference } from '../validation/reference';
import { useHostPath } from '../validation/use-host-path';
import { defineRule } from './rule';

/** PersistentVolumeClaims; generic ephemeral volumes, which make one, have a rule of their own. */
export const rule = defineRule({
  id: 'reference-persistent-volume-claim',
  on: 'pod',
  stage: 'reference',
  severity: 'error',
  check(context) {
    context.pod.spec?.volumes?.forEach((volume, position) => {
      if (volume.persistentVolumeClaim !== undefined) {
        reportReference(context, {
          path: `spec.volumes[${position}].persistentVolumeClaim`,
          object: 'a PersistentVolumeClaim',
          otherwise: 'its containers do not start where the kubelet cannot read the claim',
          advice: 'Mount the storage on the node and use a `hostPath` volume.',
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
