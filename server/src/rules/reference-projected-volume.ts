import type { VolumeProjection } from '../schema/pod-types';
import { removeItem } from '../manifest/edit';
import { reportReference, type Reference } from '../validation/reference';
import { defineRule } from './rule';

const mount = 'Put the files on the node and mount them with a `hostPath` volume.';
const hangs = 'its containers do not start where the kubelet gets no answer';

type Source = Exclude<keyof VolumeProjection, 'downwardAPI'>;

const sources: Readonly<Record<Source, Pick<Reference, 'object' | 'otherwise' | 'advice' | 'since'>>> = {
  configMap: { object: 'a ConfigMap', otherwise: hangs, advice: mount },
  secret: { object: 'a Secret', otherwise: hangs, advice: mount },
  serviceAccountToken: { object: 'a token of a ServiceAccount', otherwise: hangs, advice: mount },
  clusterTrustBundle: { object: 'a ClusterTrustBundle', otherwise: hangs, advice: mount, since: 31 },
  podCertificate: { object: 'a certificate', otherwise: hangs, advice: mount },
};
const kinds = Object.keys(sources) as Source[];

/** Sources of projected volumes: `downwardAPI` alone needs no API server. ClusterTrustBundles are refused since 1.31. */
export const rule = defineRule({
  id: 'reference-projected-volume',
  on: 'pod',
  stage: 'reference',
  severity: 'error',
  check(context) {
    context.pod.spec?.volumes?.forEach(({ projected }, position) => {
      projected?.sources?.forEach((source, item) => {
        const path = `spec.volumes[${position}].projected.sources[${item}]`;
        for (const kind of kinds) {
          if (source[kind] !== undefined) {
            reportReference(context, { path: `${path}.${kind}`, ...sources[kind] });
          }
        }
        if (
          source.downwardAPI === undefined &&
          context.target.minor >= 34 &&
          kinds.every((kind) => source[kind] === undefined)
        ) {
          context.report({
            path,
            message: `\`${path}\` names no source, and the kubelet refuses what it does not know. Remove it, or name a source: \`downwardAPI\` is the one that a static Pod may use.`,
          });
        }
      });
    });
  },
  fixes({ finding: { path }, parsed: { root }, text }) {
    const item = /^.*\.projected\.sources\[\d+\]/.exec(path)?.[0];
    const edits = root === undefined || item === undefined ? [] : removeItem(text, root, item);
    return edits.length === 0 ? [] : [{ title: 'Remove the source', safe: false, edits }];
  },
});
