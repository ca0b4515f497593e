import { reportReference } from '../validation/reference';
import { useHostPath } from '../validation/use-host-path';
import { defineRule } from './rule';

/** Volumes of type azureFile: the account and key stand in a Secret. */
export const rule = defineRule({
  id: 'reference-azure-file-volume',
  on: 'pod',
  stage: 'reference',
  severity: 'error',
  check(context) {
    context.pod.spec?.volumes?.forEach((volume, position) => {
      if (volume.azureFile !== undefined) {
        reportReference(context, {
          path: `spec.volumes[${position}].azureFile`,
          object: 'a Secret',
          otherwise: 'its containers do not start where the kubelet cannot read the Secret',
          advice: 'Mount the share on the node and use a `hostPath` volume.',
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
