import { refuses, validates } from '../../support/validation-test';

refuses('volume-network-storage', 'nfs', { spec: 'volumes: [{name: stuff, nfs: {path: a}}]' }, [
  'FieldValueInvalid spec.volumes[0].nfs.path',
  'FieldValueRequired spec.volumes[0].nfs.server',
]);
refuses('volume-network-storage', 'nfs without a path', { spec: 'volumes: [{name: stuff, nfs: {server: s}}]' }, [
  'FieldValueInvalid spec.volumes[0].nfs.path',
  'FieldValueRequired spec.volumes[0].nfs.path',
]);
refuses(
  'volume-network-storage',
  'iscsi',
  { spec: 'volumes: [{name: stuff, iscsi: {iqn: foo, lun: 256, chapAuthSession: true, initiatorName: eui.1}}]' },
  [
    'FieldValueInvalid spec.volumes[0].iscsi.initiatorname',
    'FieldValueInvalid spec.volumes[0].iscsi.iqn',
    'FieldValueInvalid spec.volumes[0].iscsi.lun',
    'FieldValueRequired spec.volumes[0].iscsi.secretRef',
    'FieldValueRequired spec.volumes[0].iscsi.targetPortal',
  ],
);
validates('iscsi, sound names', {
  spec: 'volumes: [{name: stuff, iscsi: {targetPortal: "192.0.2.7:3260", iqn: "iqn.2001-04.com.example:storage", lun: 0, initiatorName: "eui.0123456789abcdef"}}]',
});
refuses(
  'volume-network-storage',
  'iscsi, portal and name too long with an initiator',
  {
    spec: `volumes: [{name: stuff, iscsi: {targetPortal: "${'p'.repeat(60)}", iqn: "iqn.2001-04.com.example:storage", lun: 0, initiatorName: "eui.0123456789abcdef"}}]`,
  },
  ['FieldValueInvalid spec.volumes[0].name'],
);
refuses('volume-network-storage', 'rbd', { spec: 'volumes: [{name: stuff, rbd: {}}]' }, [
  'FieldValueRequired spec.volumes[0].rbd.image',
  'FieldValueRequired spec.volumes[0].rbd.monitors',
]);
refuses('volume-network-storage', 'cephfs', { spec: 'volumes: [{name: stuff, cephfs: {monitors: []}}]' }, [
  'FieldValueRequired spec.volumes[0].cephfs.monitors',
]);
refuses('volume-network-storage', 'fc', { spec: 'volumes: [{name: stuff, fc: {}}]' }, [
  'FieldValueRequired spec.volumes[0].fc.targetWWNs',
]);
refuses(
  'volume-network-storage',
  'fc with both',
  { spec: 'volumes: [{name: stuff, fc: {targetWWNs: [a], wwids: [b], lun: 300}}]' },
  ['FieldValueInvalid spec.volumes[0].fc.lun', 'FieldValueInvalid spec.volumes[0].fc.targetWWNs'],
);
refuses('volume-network-storage', 'fc without lun', { spec: 'volumes: [{name: stuff, fc: {targetWWNs: [a]}}]' }, [
  'FieldValueRequired spec.volumes[0].fc.lun',
]);
refuses('volume-network-storage', 'glusterfs', { spec: 'volumes: [{name: stuff, glusterfs: {}}]' }, [
  'FieldValueRequired spec.volumes[0].glusterfs.endpoints',
  'FieldValueRequired spec.volumes[0].glusterfs.path',
]);
refuses('volume-network-storage', 'flocker', { spec: 'volumes: [{name: stuff, flocker: {}}]' }, [
  'FieldValueRequired spec.volumes[0].flocker',
]);
refuses(
  'volume-network-storage',
  'flocker with both',
  { spec: 'volumes: [{name: stuff, flocker: {datasetName: a/b, datasetUUID: u}}]' },
  ['FieldValueInvalid spec.volumes[0].flocker', 'FieldValueInvalid spec.volumes[0].flocker.datasetName'],
);
refuses('volume-network-storage', 'quobyte', { spec: 'volumes: [{name: stuff, quobyte: {}}]' }, [
  'FieldValueRequired spec.volumes[0].quobyte.registry',
  'FieldValueRequired spec.volumes[0].quobyte.volume',
]);
refuses(
  'volume-network-storage',
  'quobyte, a registry that is none',
  { spec: 'volumes: [{name: stuff, quobyte: {registry: "a:1,b", volume: v}}]' },
  ['FieldValueInvalid spec.volumes[0].quobyte.registry'],
);
refuses(
  'volume-network-storage',
  'quobyte, a long tenant',
  { spec: `volumes: [{name: stuff, quobyte: {registry: "a:1", volume: v, tenant: ${'t'.repeat(65)}}}]` },
  ['FieldValueRequired spec.volumes[0].quobyte.tenant'],
);
validates('quobyte, sound', { spec: 'volumes: [{name: stuff, quobyte: {registry: "a:1,[::1]:2", volume: v}}]' });
refuses(
  'volume-network-storage',
  'flexVolume',
  { spec: 'volumes: [{name: stuff, flexVolume: {options: {Kubernetes.io/a: b, x.k8s.io: c, k8s.iox: d}}}]' },
  [
    'FieldValueInvalid spec.volumes[0].flexVolume.options[Kubernetes.io/a]',
    'FieldValueInvalid spec.volumes[0].flexVolume.options[x.k8s.io]',
    'FieldValueRequired spec.volumes[0].flexVolume.driver',
  ],
);
refuses(
  'volume-network-storage',
  'storageos',
  { spec: 'volumes: [{name: stuff, storageos: {volumeNamespace: A, secretRef: {}}}]' },
  [
    'FieldValueInvalid spec.volumes[0].storageos.volumeNamespace',
    'FieldValueRequired spec.volumes[0].storageos.secretRef.name',
    'FieldValueRequired spec.volumes[0].storageos.volumeName',
  ],
);
refuses('volume-network-storage', 'scaleIO', { spec: 'volumes: [{name: stuff, scaleIO: {}}]' }, [
  'FieldValueRequired spec.volumes[0].scaleIO.gateway',
  'FieldValueRequired spec.volumes[0].scaleIO.system',
  'FieldValueRequired spec.volumes[0].scaleIO.volumeName',
]);
refuses('volume-network-storage', 'gitRepo', { spec: 'volumes: [{name: stuff, gitRepo: {directory: /a}}]' }, [
  'FieldValueInvalid spec.volumes[0].gitRepo.directory',
  'FieldValueRequired spec.volumes[0].gitRepo.repository',
]);
