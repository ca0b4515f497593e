import { refuses } from '../../support/validation-test';

refuses(
  'volume-cloud-disk',
  'awsElasticBlockStore',
  { spec: 'volumes: [{name: stuff, awsElasticBlockStore: {partition: 256}}]' },
  [
    'FieldValueInvalid spec.volumes[0].awsElasticBlockStore.partition',
    'FieldValueRequired spec.volumes[0].awsElasticBlockStore.volumeID',
  ],
);
refuses(
  'volume-cloud-disk',
  'gcePersistentDisk',
  { spec: 'volumes: [{name: stuff, gcePersistentDisk: {partition: -1}}]' },
  [
    'FieldValueInvalid spec.volumes[0].persistentDisk.partition',
    'FieldValueRequired spec.volumes[0].persistentDisk.pdName',
  ],
);
refuses(
  'volume-cloud-disk',
  'azureDisk',
  { spec: 'volumes: [{name: stuff, azureDisk: {cachingMode: None, kind: Managed, diskURI: "https://a"}}]' },
  ['FieldValueNotSupported spec.volumes[0].azureDisk.diskURI', 'FieldValueRequired spec.volumes[0].azureDisk.diskName'],
);
refuses(
  'volume-cloud-disk',
  'azureDisk with values that are none',
  { spec: 'volumes: [{name: stuff, azureDisk: {diskName: a, diskURI: "http://a", cachingMode: some, kind: mine}}]' },
  [
    'FieldValueNotSupported spec.volumes[0].azureDisk.cachingMode',
    'FieldValueNotSupported spec.volumes[0].azureDisk.diskURI',
    'FieldValueNotSupported spec.volumes[0].azureDisk.kind',
  ],
);
refuses('volume-cloud-disk', 'azureFile', { spec: 'volumes: [{name: stuff, azureFile: {}}]' }, [
  'FieldValueRequired spec.volumes[0].azureFile.secretName',
  'FieldValueRequired spec.volumes[0].azureFile.shareName',
]);
refuses('volume-cloud-disk', 'cinder', { spec: 'volumes: [{name: stuff, cinder: {secretRef: {}}}]' }, [
  'FieldValueRequired spec.volumes[0].cinder.secretRef.name',
  'FieldValueRequired spec.volumes[0].cinder.volumeID',
]);
refuses('volume-cloud-disk', 'photonPersistentDisk', { spec: 'volumes: [{name: stuff, photonPersistentDisk: {}}]' }, [
  'FieldValueRequired spec.volumes[0].photonPersistentDisk.pdID',
]);
refuses('volume-cloud-disk', 'portworxVolume', { spec: 'volumes: [{name: stuff, portworxVolume: {}}]' }, [
  'FieldValueRequired spec.volumes[0].portworxVolume.volumeID',
]);
refuses('volume-cloud-disk', 'vsphereVolume', { spec: 'volumes: [{name: stuff, vsphereVolume: {}}]' }, [
  'FieldValueRequired spec.volumes[0].vsphereVolume.volumePath',
]);
