import { refuses, validates } from '../../support/validation-test';

refuses(
  'volume-projected',
  'one path twice',
  {
    spec: 'volumes: [{name: stuff, projected: {sources: [{downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.name}}]}}, {secret: {name: s, items: [{key: k, path: a}]}}]}}]',
  },
  ['FieldValueInvalid spec.volumes[0].projected'],
);
refuses(
  'volume-projected',
  'two kinds in one source',
  { spec: 'volumes: [{name: stuff, projected: {sources: [{downwardAPI: {}, configMap: {name: c}}]}}]' },
  ['FieldValueForbidden spec.volumes[0].projected.sources[0]'],
);
refuses(
  'volume-projected',
  'no names',
  { spec: 'volumes: [{name: stuff, projected: {sources: [{secret: {}}, {configMap: {}}]}}]' },
  [
    'FieldValueRequired spec.volumes[0].projected.sources[0].secret.name',
    'FieldValueRequired spec.volumes[0].projected.sources[1].configMap.name',
  ],
);
refuses(
  'volume-projected',
  'a token without an account',
  { spec: 'volumes: [{name: stuff, projected: {sources: [{serviceAccountToken: {path: t}}]}}]' },
  ['FieldValueForbidden spec.volumes[0].projected.sources[0].serviceAccountToken'],
);
refuses(
  'volume-projected',
  'a token that is wrong',
  {
    spec: 'serviceAccountName: a\nvolumes: [{name: stuff, projected: {sources: [{serviceAccountToken: {expirationSeconds: 1}}]}}]',
  },
  [
    'FieldValueInvalid spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds',
    'FieldValueRequired spec.volumes[0].projected.path',
  ],
);
refuses(
  'volume-projected',
  'a token that lives too long',
  {
    spec: 'serviceAccountName: a\nvolumes: [{name: stuff, projected: {sources: [{serviceAccountToken: {path: t, expirationSeconds: 4294967297}}]}}]',
  },
  ['FieldValueInvalid spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds'],
);
refuses(
  'volume-projected',
  'a bundle with both, and one with neither',
  {
    spec: 'volumes: [{name: stuff, projected: {sources: [{clusterTrustBundle: {name: a, signerName: b.c/d, path: x}}, {clusterTrustBundle: {path: w}}]}}]',
  },
  [
    'FieldValueInvalid spec.volumes[0].projected.sources[0].clusterTrustBundle',
    'FieldValueRequired spec.volumes[0].projected.sources[1].clusterTrustBundle',
  ],
);
refuses(
  'volume-projected',
  'a bundle with names that are none',
  {
    spec: 'volumes: [{name: stuff, projected: {sources: [{clusterTrustBundle: {name: "b.c:d:E", path: x}}, {clusterTrustBundle: {signerName: b, path: w}}, {clusterTrustBundle: {name: "", labelSelector: {}, path: z}}]}}]',
  },
  [
    'FieldValueInvalid spec.volumes[0].projected.sources[0].clusterTrustBundle.name',
    'FieldValueInvalid spec.volumes[0].projected.sources[1].clusterTrustBundle.signerName',
    'FieldValueInvalid spec.volumes[0].projected.sources[2].clusterTrustBundle.labelSelector',
    'FieldValueInvalid spec.volumes[0].projected.sources[2].clusterTrustBundle.name',
    'FieldValueRequired spec.volumes[0].projected.sources[2].clusterTrustBundle.name',
  ],
);
refuses(
  'volume-projected',
  'a certificate that is empty',
  { spec: 'volumes: [{name: stuff, projected: {sources: [{podCertificate: {}}]}}]' },
  [
    'FieldValueNotSupported spec.volumes[0].projected.sources[0].podCertificate.keyType',
    'FieldValueRequired spec.volumes[0].projected.sources[0].podCertificate',
    'FieldValueRequired spec.volumes[0].projected.sources[0].podCertificate.signerName',
  ],
  [34, 37],
);
refuses(
  'volume-projected',
  'a certificate that lives too long',
  {
    spec: 'volumes: [{name: stuff, projected: {sources: [{podCertificate: {signerName: kubernetes.io/x, keyType: ED25519, keyPath: k, maxExpirationSeconds: 86401}}, {podCertificate: {signerName: a.b/x, keyType: ED25519, keyPath: l, maxExpirationSeconds: 86401}}]}}]',
  },
  ['FieldValueInvalid spec.volumes[0].projected.sources[0].podCertificate.maxExpirationSeconds'],
  [34, 37],
);
refuses(
  'volume-projected',
  'annotations of a certificate',
  {
    spec: 'volumes: [{name: stuff, projected: {sources: [{podCertificate: {signerName: a.b/x, keyType: ED25519, keyPath: k, userAnnotations: {plain: x}}}]}}]',
  },
  ['FieldValueInvalid spec.volumes[0].projected.sources[0].podCertificate.userAnnotations'],
  [35, 37],
);
validates(
  'annotations of a certificate, before 1.35',
  {
    spec: 'volumes: [{name: stuff, projected: {sources: [{podCertificate: {signerName: a.b/x, keyType: ED25519, keyPath: k, userAnnotations: {plain: x}}}]}}]',
  },
  [34],
);
validates(
  'no certificates before 1.34',
  { spec: 'volumes: [{name: stuff, projected: {sources: [{podCertificate: {}}]}}]' },
  [31, 33],
);
refuses(
  'volume-projected',
  'a mode that is none',
  { spec: 'volumes: [{name: stuff, projected: {defaultMode: 512}}]' },
  ['FieldValueInvalid spec.volumes[0].projected.defaultMode'],
);
