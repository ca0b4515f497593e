import { removeItem } from '../manifest/edit';
import { reportReference } from '../validation/reference';
import { useHostPath } from '../validation/use-host-path';
import { visitContainers } from '../validation/visit-containers';
import { defineRule, type ReferenceContext } from './rule';

const hangs =
  'its container does not start where the kubelet cannot read the ConfigMap, the API server refuses the mirror Pod';

/** ConfigMaps in environments and volumes (pkg/api/pod/util.go, v1.34 to v1.37, `VisitPodConfigmapNames`). */
export const rule = defineRule({
  id: 'reference-config-map',
  on: 'pod',
  stage: 'reference',
  severity: 'error',
  check(context) {
    const { spec } = context.pod;
    visitContainers(spec, ({ env, envFrom }, path) => {
      env?.forEach(({ valueFrom }, position) => {
        if ((valueFrom?.configMapKeyRef?.name ?? '') !== '') {
          reportConfigMap(context, `${path}.env[${position}].valueFrom.configMapKeyRef`);
        }
      });
      envFrom?.forEach(({ configMapRef }, position) => {
        if ((configMapRef?.name ?? '') !== '') {
          reportConfigMap(context, `${path}.envFrom[${position}].configMapRef`);
        }
      });
    });
    spec?.volumes?.forEach(({ name = '', configMap }, position) => {
      if (configMap !== undefined) {
        reportReference(context, {
          path: `spec.volumes[${position}].configMap`,
          object: 'a ConfigMap',
          otherwise: hangs,
          advice: 'Put the files on the node and mount them with a `hostPath` volume.',
          details: { volume: name },
        });
      }
    });
  },
  fixes({ finding: { path, details }, parsed: { root }, text }) {
    if (root === undefined) {
      return [];
    }
    const item = /^.*\.env(?:From)?\[\d+\]/.exec(path)?.[0];
    const fix =
      item === undefined
        ? useHostPath(text, root, path, String(details?.['volume'] ?? ''))
        : {
            title: `Remove the entry of ${item.endsWith('From') || item.includes('.envFrom[') ? 'envFrom' : 'env'}`,
            safe: false,
            edits: removeItem(text, root, item),
          };
    return fix.edits.length > 0 ? [fix] : [];
  },
});

function reportConfigMap(context: ReferenceContext, path: string): void {
  reportReference(context, {
    path,
    object: 'a ConfigMap',
    otherwise: hangs,
    advice: 'Write the value into the manifest, or have the container read it from a file of a `hostPath` volume.',
  });
}
