import { reportReference } from '../validation/reference';
import { useHostPath } from '../validation/use-host-path';
import { defineRule } from './rule';

/** Glusterfs volumes: their servers stand in an Endpoints object. */
export const rule = defineRule({
  id: 'reference-glusterfs-volume',
  on: 'pod',
  stage: 'reference',
  severity: 'error',
  check(context) {
    context.pod.spec?.volumes?.forEach((volume, position) => {
      if (volume.glusterfs !== undefined) {
        reportReference(context, {
          path: `spec.volumes[${position}].glusterfs`,
          object: 'Endpoints',
          otherwise: 'its containers do not start: kubelets have no such volumes since 1.26',
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
