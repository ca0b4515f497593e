import { refuses, validates } from '../../support/validation-test';

refuses('volume-ephemeral', 'no template', { spec: 'volumes: [{name: stuff, ephemeral: {}}]' }, [
  'FieldValueRequired spec.volumes[0].ephemeral.volumeClaimTemplate',
]);
refuses(
  'volume-ephemeral',
  'an empty template',
  { spec: 'volumes: [{name: stuff, ephemeral: {volumeClaimTemplate: {spec: {}}}}]' },
  [
    'FieldValueRequired spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes',
    'FieldValueRequired spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]',
  ],
);
refuses(
  'volume-ephemeral',
  'modes that are none',
  {
    spec: 'volumes: [{name: stuff, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWrite, ReadWriteOncePod, ReadOnlyMany], resources: {requests: {storage: 0}}, volumeMode: File}}}}]',
  },
  [
    'FieldValueForbidden spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes',
    'FieldValueInvalid spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]',
    'FieldValueNotSupported spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes',
    'FieldValueNotSupported spec.volumes[0].ephemeral.volumeClaimTemplate.spec.volumeMode',
  ],
);
refuses(
  'volume-ephemeral',
  'metadata',
  {
    spec: 'volumes: [{name: stuff, ephemeral: {volumeClaimTemplate: {metadata: {name: own, uid: u, finalizers: [], labels: {a: b c}, annotations: {a b: c}}, spec: {accessModes: [ReadOnlyMany], resources: {requests: {storage: 1Gi}}}}}}]',
  },
  [
    'FieldValueForbidden spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.finalizers',
    'FieldValueForbidden spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.name',
    'FieldValueForbidden spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.uID',
    'FieldValueInvalid spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.annotations',
    'FieldValueInvalid spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.labels',
  ],
);
refuses(
  'volume-ephemeral',
  'names of classes that are none',
  {
    spec: 'volumes: [{name: stuff, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadOnlyMany], resources: {requests: {storage: 1Gi}}, storageClassName: A, volumeAttributesClassName: B}}}}]',
  },
  [
    'FieldValueInvalid spec.volumes[0].ephemeral.volumeClaimTemplate.spec.storageClassName',
    'FieldValueInvalid spec.volumes[0].ephemeral.volumeClaimTemplate.spec.volumeAttributesClassName',
  ],
  [34, 37],
);
refuses(
  'volume-ephemeral',
  'names of classes that are none, before 1.34',
  {
    spec: 'volumes: [{name: stuff, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadOnlyMany], resources: {requests: {storage: 1Gi}}, storageClassName: A, volumeAttributesClassName: B}}}}]',
  },
  ['FieldValueInvalid spec.volumes[0].ephemeral.volumeClaimTemplate.spec.storageClassName'],
  [31, 33],
);
refuses(
  'volume-ephemeral',
  'sources of data',
  {
    spec: 'volumes: [{name: stuff, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadOnlyMany], resources: {requests: {storage: 1Gi}}, dataSource: {kind: Pod}, dataSourceRef: {kind: PersistentVolumeClaim, name: c}}}}}]',
  },
  [
    'FieldValueInvalid spec.volumes[0].ephemeral.volumeClaimTemplate.spec',
    'FieldValueInvalid spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSource',
    'FieldValueRequired spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSource.name',
  ],
);
refuses(
  'volume-ephemeral',
  'a source of another namespace beside the old one',
  {
    spec: 'volumes: [{name: stuff, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadOnlyMany], resources: {requests: {storage: 1Gi}}, dataSource: {kind: PersistentVolumeClaim, name: c}, dataSourceRef: {apiGroup: a_b, kind: K, name: c, namespace: B}}}}}]',
  },
  [
    'FieldValueInvalid spec.volumes[0].ephemeral.volumeClaimTemplate.spec',
    'FieldValueInvalid spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSourceRef.apiGroup',
    'FieldValueInvalid spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSourceRef.namespace',
  ],
);
refuses(
  'volume-ephemeral',
  'a claim with too long a name',
  {
    name: 'a'.repeat(200),
    spec: `volumes: [{name: ${'b'.repeat(60)}, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadOnlyMany], resources: {requests: {storage: 1Gi}}}}}}]`,
  },
  ['FieldValueInvalid spec.volumes[0].name'],
);
validates('a sound one', {
  spec: 'volumes: [{name: stuff, ephemeral: {volumeClaimTemplate: {metadata: {labels: {a: b}}, spec: {accessModes: [ReadWriteOncePod], selector: {matchLabels: {a: b}}, resources: {requests: {storage: 1Gi}}}}}}]',
});
