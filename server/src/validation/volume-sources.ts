import type { Volume } from '../schema/pod-types';
import { parseQuantity, quantitySign } from '../schema/quantity';
import { foldCase } from './labels';
import { backstepsProblem, byteLength, descendingPathProblem, dns1123SubdomainProblem } from './names';
import {
  blaming,
  reportChoice,
  reportInvalid,
  reportForbidden,
  reportNotSupported,
  reportProblem,
  reportRequired,
  reportTooLong,
  spelling,
  type Report,
} from './report';
import { checkEphemeral } from './volume-ephemeral';
import { checkByte, needFields, needing, needItems, needSecretName } from './volume-fields';
import { checkDownwardApi, checkItems, checkMode, checkProjected, checkUser } from './volume-files';
import {
  checkFc,
  checkFlexVolume,
  checkFlocker,
  checkIscsi,
  checkNfs,
  checkQuobyte,
  checkStorageOs,
} from './volume-network-storage';

/** The rules that tell of volumes. */
export type VolumeRule =
  | 'volume-name'
  | 'volume-source'
  | 'volume-empty-dir'
  | 'volume-host-path'
  | 'volume-config-map'
  | 'volume-secret'
  | 'volume-downward-api'
  | 'volume-projected'
  | 'volume-image'
  | 'volume-csi'
  | 'volume-ephemeral'
  | 'volume-persistent-volume-claim'
  | 'volume-network-storage'
  | 'volume-cloud-disk';

type Kind = Exclude<keyof Volume, 'name'>;

/** What a source's check may need beside the source. `podName` carries the node's suffix. */
interface Surroundings {
  readonly minor: number;
  readonly podName: string;
  readonly volume: Volume;
}

type Check<K extends Kind> = (
  report: Report,
  source: NonNullable<Volume[K]>,
  path: string,
  surroundings: Surroundings,
) => void;

interface SourceOf<K extends Kind> {
  readonly kind: K;
  readonly rule: VolumeRule;
  readonly check: Check<K>;
  /** The field as Kubernetes misspells it where it forbids a second source. */
  readonly forbiddenAs?: string;
  /** The first minor that knows the source in validation. */
  readonly since?: number;
}

type VolumeSource = { [K in Kind]: SourceOf<K> }[Kind];

/** In the order in which Kubernetes looks: of several sources in one volume the first is the one that counts. */
export const volumeSources: readonly VolumeSource[] = [
  { kind: 'emptyDir', rule: 'volume-empty-dir', check: checkEmptyDir },
  { kind: 'hostPath', rule: 'volume-host-path', check: checkHostPath },
  {
    kind: 'gitRepo',
    rule: 'volume-network-storage',
    check: (report, source, path) => {
      needFields(report, source, path, ['repository']);
      reportProblem(report, `${path}.directory`, descendingPathProblem(source.directory ?? ''));
    },
  },
  {
    kind: 'gcePersistentDisk',
    rule: 'volume-cloud-disk',
    check: (report, source, path) => {
      // Kubernetes leaves out the first three letters of the field here.
      const tell = spelling(report, path, path.replace('gcePersistentDisk', 'persistentDisk'));
      needFields(tell, source, path, ['pdName']);
      checkByte(tell, source.partition, `${path}.partition`);
    },
  },
  {
    kind: 'awsElasticBlockStore',
    rule: 'volume-cloud-disk',
    check: (report, source, path) => {
      needFields(report, source, path, ['volumeID']);
      checkByte(report, source.partition, `${path}.partition`);
    },
  },
  {
    kind: 'secret',
    rule: 'volume-secret',
    check: (report, source, path) => {
      needFields(report, source, path, ['secretName']);
      checkMode(report, source.defaultMode, `${path}.defaultMode`);
      checkUser(report, source.defaultUser, `${path}.defaultUser`);
      checkItems(report, source.items, `${path}.items`);
    },
  },
  { kind: 'nfs', rule: 'volume-network-storage', check: checkNfs },
  { kind: 'iscsi', rule: 'volume-network-storage', check: checkIscsi },
  { kind: 'glusterfs', rule: 'volume-network-storage', check: needing('endpoints', 'path') },
  { kind: 'flocker', rule: 'volume-network-storage', check: checkFlocker },
  { kind: 'persistentVolumeClaim', rule: 'volume-persistent-volume-claim', check: needing('claimName') },
  {
    kind: 'rbd',
    rule: 'volume-network-storage',
    check: (report, source, path) => {
      needItems(report, source.monitors, `${path}.monitors`);
      needFields(report, source, path, ['image']);
    },
  },
  {
    kind: 'cinder',
    rule: 'volume-cloud-disk',
    check: (report, source, path) => {
      needFields(report, source, path, ['volumeID']);
      needSecretName(report, source.secretRef, path);
    },
  },
  {
    kind: 'cephfs',
    rule: 'volume-network-storage',
    forbiddenAs: 'cephFS',
    check: (report, source, path) => {
      needItems(report, source.monitors, `${path}.monitors`);
    },
  },
  { kind: 'quobyte', rule: 'volume-network-storage', check: checkQuobyte },
  { kind: 'downwardAPI', rule: 'volume-downward-api', forbiddenAs: 'downwarAPI', check: checkDownwardApi },
  { kind: 'fc', rule: 'volume-network-storage', check: checkFc },
  { kind: 'flexVolume', rule: 'volume-network-storage', check: checkFlexVolume },
  {
    kind: 'configMap',
    rule: 'volume-config-map',
    check: (report, source, path) => {
      needFields(report, source, path, ['name']);
      checkMode(report, source.defaultMode, `${path}.defaultMode`);
      checkUser(report, source.defaultUser, `${path}.defaultUser`);
      checkItems(report, source.items, `${path}.items`);
    },
  },
  { kind: 'azureFile', rule: 'volume-cloud-disk', check: needing('secretName', 'shareName') },
  { kind: 'vsphereVolume', rule: 'volume-cloud-disk', check: needing('volumePath') },
  { kind: 'photonPersistentDisk', rule: 'volume-cloud-disk', check: needing('pdID') },
  { kind: 'portworxVolume', rule: 'volume-cloud-disk', check: needing('volumeID') },
  { kind: 'azureDisk', rule: 'volume-cloud-disk', check: checkAzureDisk },
  { kind: 'storageos', rule: 'volume-network-storage', check: checkStorageOs },
  { kind: 'projected', rule: 'volume-projected', check: checkProjected },
  { kind: 'scaleIO', rule: 'volume-network-storage', check: needing('gateway', 'system', 'volumeName') },
  { kind: 'csi', rule: 'volume-csi', check: checkCsi },
  { kind: 'ephemeral', rule: 'volume-ephemeral', check: checkEphemeral },
  // Behind a gate that is off, 1.31 does not look at it at all: such a volume has no source there.
  { kind: 'image', rule: 'volume-image', since: 32, check: checkImage },
];

function checkEmptyDir(report: Report, source: NonNullable<Volume['emptyDir']>, path: string): void {
  const size = source.sizeLimit === undefined ? undefined : parseQuantity(source.sizeLimit);
  if (size !== undefined && quantitySign(size) < 0) {
    reportForbidden(report, `${path}.sizeLimit`, 'below zero; give a size, or remove it');
  }
  if (source.mode !== undefined && (source.mode < 0 || source.mode > 0o1777)) {
    reportInvalid(report, `${path}.mode`, 'must be between 0 and 01777 (octal); correct it');
  }
}

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

function checkHostPath(report: Report, source: NonNullable<Volume['hostPath']>, path: string): void {
  const { path: hostPath = '', type = '' } = source;
  if (hostPath === '') {
    reportRequired(report, `${path}.path`, 'Give the path on the node.');
    return;
  }
  reportProblem(report, `${path}.path`, backstepsProblem(hostPath));
  if (!hostPathTypes.includes(type)) {
    reportNotSupported(report, `${path}.type`, type, hostPathTypes);
  }
}

const cachingModes = ['None', 'ReadOnly', 'ReadWrite'];
const diskKinds = ['Dedicated', 'Managed', 'Shared'];

function checkAzureDisk(report: Report, source: NonNullable<Volume['azureDisk']>, path: string): void {
  const { cachingMode, diskURI = '', kind } = source;
  needFields(report, source, path, ['diskName', 'diskURI']);
  if (cachingMode !== undefined && !cachingModes.includes(cachingMode)) {
    reportNotSupported(report, `${path}.cachingMode`, cachingMode, cachingModes);
  }
  if (kind === undefined) {
    return;
  }
  if (!diskKinds.includes(kind)) {
    reportNotSupported(report, `${path}.kind`, kind, diskKinds);
  }
  const start = kind === 'Managed' ? '/subscriptions/' : 'https://';
  if (!diskURI.startsWith(start)) {
    reportNotSupported(report, `${path}.diskURI`, diskURI, [`${start}…`]);
  }
}

function checkCsi(report: Report, source: NonNullable<Volume['csi']>, path: string, { minor }: Surroundings): void {
  const { driver = '', nodePublishSecretRef } = source;
  if (driver === '') {
    reportRequired(report, `${path}.driver`, 'Name the CSI driver.');
  } else if (byteLength(driver) > 63) {
    reportTooLong(report, `${path}.driver`, 63, 'characters');
  }
  // Before 1.35 a missing name was judged as a name too.
  if (driver !== '' || minor < 35) {
    reportProblem(report, `${path}.driver`, dns1123SubdomainProblem(foldCase(driver)));
  }
  if (nodePublishSecretRef !== undefined) {
    const { name = '' } = nodePublishSecretRef;
    if (name === '') {
      reportRequired(report, `${path}.nodePublishSecretRef.name`);
    } else {
      const tell = blaming(report, `${path}.name`);
      reportProblem(tell, `${path}.nodePublishSecretRef.name`, dns1123SubdomainProblem(name));
    }
  }
}

function checkImage(report: Report, source: NonNullable<Volume['image']>, path: string, { minor }: Surroundings): void {
  if (minor >= 37) {
    needFields(report, source, path, ['reference']);
  }
  reportChoice(report, `${path}.pullPolicy`, source.pullPolicy, ['Always', 'IfNotPresent', 'Never']);
}
