import { reportReference } from '../validation/reference';
import { useHostPath } from '../validation/use-host-path';
import { defineRule } from './rule';

/** Inline CSI volumes: the kubelet reads the driver from the API server. Their `nodePublishSecretRef` goes with them. */
export const rule = defineRule({
  id: 'reference-csi-volume',
  on: 'pod',
  stage: 'reference',
  severity: 'error',
  check(context) {
    context.pod.spec?.volumes?.forEach((volume, position) => {
      if (volume.csi !== undefined) {
        reportReference(context, {
          path: `spec.volumes[${position}].csi`,
          object: 'a CSIDriver',
          otherwise: 'its containers do not start where the kubelet cannot read the driver',
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
