import type { Volume } from '../schema/pod-types';
import { foldCase } from './labels';
import { byteLength, dns1123LabelProblem } from './names';
import { blaming, reportInvalid, reportLacking, reportProblem, reportRequired, type Report } from './report';
import { checkByte, needFields, needSecretName } from './volume-fields';

/*
 * File systems and disks on the network: pkg/apis/core/validation/validation.go, v1.31 to v1.37,
 * `validateNFSVolumeSource` and its like.
 */

export function checkNfs(report: Report, source: NonNullable<Volume['nfs']>, path: string): void {
  needFields(report, source, path, ['server', 'path']);
  if (source.path?.startsWith('/') !== true) {
    reportInvalid(report, `${path}.path`, 'must be an absolute path; begin it with `/`');
  }
}

const qualifiedNames: Readonly<Record<string, RegExp>> = {
  iqn: /iqn\.\d{4}-\d{2}\.[0-9A-Za-z.-]+:[^,;*&$|\t\n\f\r ]+$/,
  eui: /^eui[^\n][0-9A-Za-z]{16}$/u,
  naa: /^naa[^\n][0-9A-Za-z]{32}$/u,
};

/** A name of iSCSI, which begins with the kind of its format. */
function iscsiNameProblem(name: string): string | undefined {
  const format = qualifiedNames[name.slice(0, 3)];
  if (format === undefined) return 'must begin with `iqn`, `eui` or `naa`; correct it';
  return format.test(name) ? undefined : `is no valid name of format \`${name.slice(0, 3)}\`; correct it`;
}

export function checkIscsi(report: Report, source: NonNullable<Volume['iscsi']>, path: string): void {
  needFields(report, source, path, ['targetPortal', 'iqn']);
  if (source.iqn !== undefined && source.iqn !== '') {
    reportProblem(report, `${path}.iqn`, iscsiNameProblem(source.iqn));
  }
  checkByte(report, source.lun, `${path}.lun`);
  if ((source.chapAuthDiscovery === true || source.chapAuthSession === true) && source.secretRef === undefined) {
    reportRequired(
      report,
      `${path}.secretRef`,
      'CHAP takes its password from there; a static Pod can have none, so switch CHAP off.',
    );
  }
  if (source.initiatorName !== undefined) {
    const tell = blaming(report, `${path}.initiatorname`);
    reportProblem(tell, `${path}.initiatorName`, iscsiNameProblem(source.initiatorName));
  }
}

export function checkFlocker(
  report: Report,
  { datasetName = '', datasetUUID = '' }: NonNullable<Volume['flocker']>,
  path: string,
): void {
  if (datasetName === '' && datasetUUID === '') {
    reportLacking(report, path, '`datasetName` or `datasetUUID`; add one of the two');
  }
  if (datasetName !== '' && datasetUUID !== '') {
    reportInvalid(report, path, 'takes `datasetName` or `datasetUUID`, not both; remove one');
  }
  if (datasetName.includes('/')) {
    reportInvalid(report, `${path}.datasetName`, "may not hold '/'; remove it");
  }
}

export function checkQuobyte(report: Report, source: NonNullable<Volume['quobyte']>, path: string): void {
  const { registry = '', tenant = '' } = source;
  const pairs = 'host and port, as in `host:7861`, several with commas between';
  if (registry === '') {
    reportRequired(report, `${path}.registry`, `Give ${pairs}.`);
  } else if (byteLength(tenant) >= 65) {
    reportRequired(report, `${path}.tenant`, 'Give a UUID: what stands there is longer than 64 characters.');
  } else if (!registry.split(',').every(isHostAndPort)) {
    reportInvalid(report, `${path}.registry`, `must be ${pairs}; correct it`);
  }
  needFields(report, source, path, ['volume']);
}

/** Go's net.SplitHostPort takes it: it asks for no more than the right colons and brackets. */
function isHostAndPort(text: string): boolean {
  return /^(?:\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(text);
}

export function checkFc(report: Report, source: NonNullable<Volume['fc']>, path: string): void {
  const { targetWWNs = [], wwids = [], lun } = source;
  if (targetWWNs.length === 0 && wwids.length === 0) {
    reportRequired(report, `${path}.targetWWNs`, 'Give `targetWWNs` or `wwids`.');
  }
  if (targetWWNs.length > 0 && wwids.length > 0) {
    reportInvalid(report, `${path}.targetWWNs`, 'may not stand beside `wwids`; remove one of the two');
  }
  if (targetWWNs.length > 0) {
    if (lun === undefined) {
      reportRequired(report, `${path}.lun`, '`targetWWNs` needs it.');
    } else {
      checkByte(report, lun, `${path}.lun`);
    }
  }
}

export function checkFlexVolume(report: Report, source: NonNullable<Volume['flexVolume']>, path: string): void {
  needFields(report, source, path, ['driver']);
  for (const key in source.options) {
    const slash = key.indexOf('/');
    const owner = `.${foldCase(slash < 0 ? key : key.slice(0, slash))}`;
    if (owner.endsWith('.kubernetes.io') || owner.endsWith('.k8s.io')) {
      reportInvalid(report, `${path}.options[${key}]`, 'has a name that is reserved for Kubernetes; rename it');
    }
  }
}

export function checkStorageOs(report: Report, source: NonNullable<Volume['storageos']>, path: string): void {
  const { volumeName = '', volumeNamespace = '' } = source;
  if (volumeName === '') {
    reportRequired(report, `${path}.volumeName`);
  } else {
    reportProblem(report, `${path}.volumeName`, dns1123LabelProblem(volumeName));
  }
  if (volumeNamespace !== '') {
    reportProblem(report, `${path}.volumeNamespace`, dns1123LabelProblem(volumeNamespace));
  }
  needSecretName(report, source.secretRef, path);
}
