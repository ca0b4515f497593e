import type {
  ClusterTrustBundleProjection,
  DownwardAPIVolumeFile,
  DownwardAPIVolumeSource,
  KeyToPath,
  PodCertificateProjection,
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
} from '../schema/pod-types';
import { checkFieldRef, checkResourceFieldRef } from './downward-api';
import { isGateTold } from './gates';
import { foldCase, isAnnotationsTooLarge } from './labels';
import {
  dns1123LabelProblem,
  dns1123SubdomainProblem,
  nonReservedPathProblem,
  qualifiedNameProblem,
  userOrGroupIdProblem,
} from './names';
import {
  blaming,
  reportForbidden,
  reportInvalid,
  reportLacking,
  reportNotSupported,
  reportProblem,
  reportRequired,
  reportTooLong,
  spelling,
  type Report,
} from './report';
import { checkLabelSelector } from './selectors';

/*
 * Volumes that the kubelet fills with files: pkg/apis/core/validation/validation.go, v1.31 to v1.37,
 * `validateKeyToPath`, `validateDownwardAPIVolumeSource`, `validateProjectionSources`.
 */

/** Fields that a file of a volume can be filled from. */
const fileFields = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];

export function checkMode(report: Report, mode: number | undefined, path: string): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) {
    reportInvalid(
      report,
      path,
      'must be between 0 and 0777 (octal); correct it: in JSON, and in YAML without a leading 0, it is read as decimal',
    );
  }
}

/** Owners of files: fields that came with 1.37. */
export function checkUser(report: Report, user: number | undefined, path: string): void {
  if (user !== undefined) {
    reportProblem(report, path, userOrGroupIdProblem(user));
  }
}

function checkFilePath(report: Report, filePath: string, path: string): void {
  if (filePath === '') {
    reportRequired(report, path, 'Give the path of the file in the volume.');
  } else {
    reportProblem(report, path, nonReservedPathProblem(filePath));
  }
}

/** Takes each file's path and the field that gives it: no two may be the same. */
type TakePath = (filePath: string, place: string) => void;

/** `take` gets each path that is given. */
export function checkItems(
  report: Report,
  items: readonly KeyToPath[] | undefined,
  path: string,
  take?: TakePath,
): void {
  items?.forEach(({ key = '', path: filePath = '', mode, user }, position) => {
    const itemPath = `${path}[${position}]`;
    if (key === '') {
      reportRequired(report, `${itemPath}.key`);
    }
    checkFilePath(report, filePath, `${itemPath}.path`);
    checkMode(report, mode, `${itemPath}.mode`);
    checkUser(report, user, `${itemPath}.user`);
    if (filePath !== '') {
      take?.(filePath, `${itemPath}.path`);
    }
  });
}

/** Kubernetes gives errors of a file at the source, without the item. */
function checkFiles(
  report: Report,
  files: readonly DownwardAPIVolumeFile[] | undefined,
  path: string,
  minor: number,
  take?: TakePath,
): void {
  files?.forEach((file, position) => {
    const itemPath = `${path}.items[${position}]`;
    checkFile(spelling(report, itemPath, path), file, itemPath, minor);
    if (file.path !== undefined && file.path !== '') {
      take?.(file.path, `${itemPath}.path`);
    }
  });
}

function checkFile(report: Report, file: DownwardAPIVolumeFile, path: string, minor: number): void {
  checkFilePath(report, file.path ?? '', `${path}.path`);
  const { fieldRef, resourceFieldRef } = file;
  if (fieldRef !== undefined) {
    checkFieldRef(report, fieldRef, `${path}.fieldRef`, fileFields);
    if (resourceFieldRef !== undefined) {
      reportInvalid(report, path, 'has both `fieldRef` and `resourceFieldRef`; remove one of them');
    }
    // The gate is PodHostIPs; later versions have the field without one.
    if (minor < 32 && !isGateTold(31, minor) && fieldRef.fieldPath === 'status.hostIPs') {
      reportForbidden(report, `${path}.fieldRef`, 'to `status.hostIPs` on this kubelet; ask for another field');
    }
  } else if (resourceFieldRef !== undefined) {
    checkResourceFieldRef(report, resourceFieldRef, `${path}.resourceFieldRef`, true);
  } else {
    reportLacking(report, path, '`fieldRef` or `resourceFieldRef`; add one of the two');
  }
  checkMode(report, file.mode, `${path}.mode`);
  checkUser(report, file.user, `${path}.user`);
}

export function checkDownwardApi(
  report: Report,
  source: DownwardAPIVolumeSource,
  path: string,
  { minor }: { readonly minor: number },
): void {
  checkMode(report, source.defaultMode, `${path}.defaultMode`);
  checkUser(report, source.defaultUser, `${path}.defaultUser`);
  checkFiles(report, source.items, path, minor);
}

export function checkProjected(
  report: Report,
  projected: ProjectedVolumeSource,
  path: string,
  { minor }: { readonly minor: number },
): void {
  checkMode(report, projected.defaultMode, `${path}.defaultMode`);
  checkUser(report, projected.defaultUser, `${path}.defaultUser`);
  const taken = new Set<string>();
  const take: TakePath = (filePath, place) => {
    if (taken.has(filePath)) {
      reportInvalid(blaming(report, path), place, 'is the path of a file before, too; rename one of the two');
    }
    taken.add(filePath);
  };
  projected.sources?.forEach((source, position) => {
    const sourcePath = `${path}.sources[${position}]`;
    const { secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = source;
    let count = 0;
    for (const [kind, files] of [
      ['secret', secret],
      ['configMap', configMap],
    ] as const) {
      if (files !== undefined) {
        count++;
        if ((files.name ?? '') === '') {
          reportRequired(report, `${sourcePath}.${kind}.name`);
        }
        checkItems(report, files.items, `${sourcePath}.${kind}.items`, take);
      }
    }
    if (downwardAPI !== undefined) {
      count++;
      checkFiles(report, downwardAPI.items, `${sourcePath}.downwardAPI`, minor, take);
    }
    if (serviceAccountToken !== undefined) {
      count++;
      checkToken(report, serviceAccountToken, `${sourcePath}.serviceAccountToken`, path, minor);
    }
    if (clusterTrustBundle !== undefined) {
      count++;
      checkTrustBundle(report, clusterTrustBundle, `${sourcePath}.clusterTrustBundle`);
      take(clusterTrustBundle.path ?? '', `${sourcePath}.clusterTrustBundle.path`);
    }
    if (podCertificate !== undefined) {
      count++;
      checkCertificate(report, podCertificate, `${sourcePath}.podCertificate`, minor, take);
    }
    if (count > 1) {
      reportForbidden(report, sourcePath, 'to more than one source; make an item of each');
    }
  });
}

/** The token's path is reported at the volume's source, without the item. */
function checkToken(
  report: Report,
  token: ServiceAccountTokenProjection,
  path: string,
  projectedPath: string,
  minor: number,
): void {
  const { expirationSeconds } = token;
  if (expirationSeconds === undefined && minor >= 37) {
    reportRequired(report, `${path}.expirationSeconds`);
  } else if ((expirationSeconds ?? 0) < 600) {
    reportInvalid(report, `${path}.expirationSeconds`, 'must be at least 600, ten minutes; raise it');
  } else if ((expirationSeconds ?? 0) > 2 ** 32) {
    reportInvalid(report, `${path}.expirationSeconds`, 'may be 4294967296 at most; lower it');
  }
  checkFilePath(blaming(report, `${projectedPath}.path`), token.path ?? '', `${path}.path`);
  checkUser(report, token.user, `${path}.user`);
}

function checkTrustBundle(report: Report, bundle: ClusterTrustBundleProjection, path: string): void {
  const { name, signerName, labelSelector } = bundle;
  if (name !== undefined && signerName !== undefined) {
    reportInvalid(report, path, 'takes `name` or `signerName`, not both; remove one of them');
  } else if (name !== undefined) {
    if (name === '') {
      reportRequired(report, `${path}.name`, 'Name a ClusterTrustBundle.');
    }
    reportProblem(report, `${path}.name`, trustBundleNameProblem(name));
    if (labelSelector !== undefined) {
      reportInvalid(report, `${path}.labelSelector`, 'is for `signerName`; remove it beside `name`');
    }
  } else if (signerName !== undefined) {
    checkSignerName(report, signerName, `${path}.signerName`);
    checkLabelSelector(report, labelSelector, `${path}.labelSelector`);
  } else {
    reportLacking(report, path, '`name` or `signerName`; add one of the two');
  }
  checkFilePath(report, bundle.path ?? '', `${path}.path`);
  checkUser(report, bundle.user, `${path}.user`);
}

/** `example.com:signer:name` for a bundle of a signer, a DNS name for one of none. */
function trustBundleNameProblem(name: string): string | undefined {
  const end = name.lastIndexOf(':');
  if (end === 0) return "has nothing before its ':'; name the signer there or drop the ':'";
  if (name.lastIndexOf('/', end) >= 0) return "writes the signer with '/'; write ':' instead";
  // What is before the last colon is the signer's own name by definition; only the rest has a form.
  return dns1123SubdomainProblem(name.slice(end + 1));
}

/** pkg/apis/core/validation/names.go, v1.31 to v1.37: `example.com/name`. */
function checkSignerName(report: Report, name: string, path: string): void {
  if (name === '') {
    reportRequired(report, path, 'Give the name of a signer, as in `example.com/name`.');
    return;
  }
  const [domain = '', signer, more] = name.split('/', 3);
  if (signer === undefined || more !== undefined) {
    reportInvalid(report, path, 'must be a domain, a `/` and a name, as in `example.com/name`; correct it');
    return;
  }
  if (domain.length > 253) {
    reportTooLong(report, path, 253, 'characters');
  }
  const labels = domain.split('.');
  const label = labels.map(dns1123LabelProblem).find((problem) => problem !== undefined);
  reportProblem(report, path, label && `has a part between dots that ${label}`);
  if (labels.length < 2) {
    reportInvalid(report, path, 'must begin with a domain of two parts at least, as in `example.com/name`; correct it');
  }
  const part = signer
    .split('.')
    .map(dns1123SubdomainProblem)
    .find((problem) => problem !== undefined);
  reportProblem(report, path, part && `has after its '/' a part that ${part}`);
  if (name.length > 571) {
    reportTooLong(report, path, 571, 'characters');
  }
}

const keyTypes = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'];

function checkCertificate(
  report: Report,
  certificate: PodCertificateProjection,
  path: string,
  minor: number,
  take: TakePath,
): void {
  const { signerName = '', keyType = '', maxExpirationSeconds, userAnnotations } = certificate;
  checkSignerName(report, signerName, `${path}.signerName`);
  if (userAnnotations !== undefined && minor >= 35) {
    checkUserAnnotations(report, userAnnotations, `${path}.userAnnotations`);
  }
  checkUser(report, certificate.user, `${path}.user`);
  if (!keyTypes.includes(keyType)) {
    reportNotSupported(report, `${path}.keyType`, keyType, keyTypes);
  }
  if (maxExpirationSeconds !== undefined) {
    // A day from Kubernetes' own signers, 91 days from others.
    const [host = ''] = signerName.split('/', 1);
    const longest = host === 'kubernetes.io' || host.endsWith('.kubernetes.io') ? 86400 : 7862400;
    if (maxExpirationSeconds < 3600 || maxExpirationSeconds > longest) {
      reportInvalid(report, `${path}.maxExpirationSeconds`, `must be between 3600 and ${longest}; correct the number`);
    }
  }
  const files = [
    ['credentialBundlePath', certificate.credentialBundlePath ?? ''],
    ['keyPath', certificate.keyPath ?? ''],
    ['certificateChainPath', certificate.certificateChainPath ?? ''],
  ] as const;
  for (const [field, filePath] of files) {
    if (filePath !== '') {
      reportProblem(report, `${path}.${field}`, nonReservedPathProblem(filePath));
      take(filePath, `${path}.${field}`);
    }
  }
  if (files.every(([, filePath]) => filePath === '')) {
    reportLacking(report, path, '`credentialBundlePath`, `keyPath` and `certificateChainPath`; add one of them');
  }
}

function checkUserAnnotations(report: Report, annotations: Readonly<Record<string, string>>, path: string): void {
  for (const key in annotations) {
    const problem = qualifiedNameProblem(foldCase(key));
    const tell = blaming(report, path);
    const place = `${path}[${key}]`;
    if (key === '') {
      reportRequired(tell, place, 'It has an entry without a key: give it one.');
    } else if (problem !== undefined) {
      reportInvalid(tell, place, `has a key that ${problem}`);
    } else if (!key.includes('/')) {
      reportInvalid(tell, place, `has a key without a domain; write it as \`example.com/${key}\``);
    }
  }
  if (isAnnotationsTooLarge(annotations)) {
    reportTooLong(report, path, 256 * 1024, 'bytes');
  }
}
