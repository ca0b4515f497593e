import { removeItem, removeMember } from '../manifest/edit';
import { reportReference } from '../validation/reference';
import { useHostPath } from '../validation/use-host-path';
import { visitContainers } from '../validation/visit-containers';
import { defineRule, type Fix, type ReferenceContext } from './rule';

/** Volume sources that run without the API server, but for the Secret that they may name. */
const withSecretRef = ['cephfs', 'cinder', 'flexVolume', 'iscsi', 'rbd', 'scaleIO', 'storageos'] as const;

const hangs =
  'its container does not start where the kubelet cannot read the Secret, the API server refuses the mirror Pod';

/**
 * Secrets, wherever a Pod may name one. An empty name is no reference (pkg/api/pod/util.go, v1.34 to v1.37,
 * `VisitPodSecretNames`); CSI and azureFile volumes are refused as such by rules of their own.
 */
export const rule = defineRule({
  id: 'reference-secret',
  on: 'pod',
  stage: 'reference',
  severity: 'error',
  check(context) {
    const { spec } = context.pod;
    spec?.imagePullSecrets?.forEach(({ name = '' }, position) => {
      if (name !== '') {
        reportReference(context, {
          path: `spec.imagePullSecrets[${position}]`,
          object: 'a Secret',
          otherwise: 'pulls without it, and the API server refuses the mirror Pod',
          advice: "Remove it; give the node's container runtime or kubelet the registry's credentials instead.",
        });
      }
    });
    visitContainers(spec, ({ env, envFrom }, path) => {
      env?.forEach(({ valueFrom }, position) => {
        if ((valueFrom?.secretKeyRef?.name ?? '') !== '') {
          reportSecret(context, `${path}.env[${position}].valueFrom.secretKeyRef`);
        }
      });
      envFrom?.forEach(({ secretRef }, position) => {
        if ((secretRef?.name ?? '') !== '') {
          reportSecret(context, `${path}.envFrom[${position}].secretRef`);
        }
      });
    });
    spec?.volumes?.forEach((volume, position) => {
      if (volume.secret !== undefined) {
        reportReference(context, {
          path: `spec.volumes[${position}].secret`,
          object: 'a Secret',
          otherwise: hangs,
          advice: "Put the files on the node and mount them with a `hostPath` volume, as kubeadm's manifests do.",
          details: { volume: volume.name ?? '' },
        });
      }
      for (const kind of withSecretRef) {
        if ((volume[kind]?.secretRef?.name ?? '') !== '') {
          reportReference(context, {
            path: `spec.volumes[${position}].${kind}.secretRef`,
            object: 'a Secret',
            otherwise: hangs,
            advice: `Remove it and use \`${kind}\` without a Secret, or mount the storage on the node and use a \`hostPath\` volume.`,
          });
        }
      }
    });
  },
  fixes({ finding: { path, details }, parsed: { root }, text }) {
    if (root === undefined) {
      return [];
    }
    const fixes: Fix[] = [];
    const item = /^.*\.(?:imagePullSecrets|env|envFrom)\[\d+\]/.exec(path)?.[0];
    if (item !== undefined) {
      const edits = removeItem(text, root, item);
      const safe = item.includes('.imagePullSecrets[');
      fixes.push({ title: `Remove the entry of ${/(\w+)\[\d+\]$/.exec(item)?.[1] ?? 'the list'}`, safe, edits });
    } else if (path.endsWith('.secretRef')) {
      fixes.push({ title: 'Remove secretRef', safe: false, edits: removeMember(text, root, path) });
    } else {
      fixes.push(useHostPath(text, root, path, String(details?.['volume'] ?? '')));
    }
    return fixes.filter(({ edits }) => edits.length > 0);
  },
});

function reportSecret(context: ReferenceContext, path: string): void {
  reportReference(context, {
    path,
    object: 'a Secret',
    otherwise: hangs,
    advice: 'Write the value into the manifest, or have the container read it from a file of a `hostPath` volume.',
  });
}
