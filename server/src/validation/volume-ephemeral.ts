import { toInternal } from '../schema/internal-quantity';
import type {
  EphemeralVolumeSource,
  ObjectMeta,
  PersistentVolumeClaimSpec,
  TypedObjectReference,
  Volume,
} from '../schema/pod-types';
import { quantitySign } from '../schema/quantity';
import { checkAnnotations, checkLabels } from './labels';
import { dns1123LabelProblem, dns1123SubdomainProblem } from './names';
import {
  blaming,
  reportForbidden,
  reportInvalid,
  reportNotSupported,
  reportProblem,
  reportRequired,
  type Report,
} from './report';
import { checkLabelSelector } from './selectors';

/** pkg/apis/core/validation/validation.go, v1.31 to v1.37, `validateEphemeralVolumeSource`. */
export function checkEphemeral(
  report: Report,
  { volumeClaimTemplate: template }: EphemeralVolumeSource,
  path: string,
  { minor, podName, volume }: { readonly minor: number; readonly podName: string; readonly volume: Volume },
): void {
  if (template === undefined) {
    reportRequired(report, `${path}.volumeClaimTemplate`);
  } else {
    checkTemplateMetadata(report, template.metadata ?? {}, `${path}.volumeClaimTemplate.metadata`);
    checkClaim(report, template.spec ?? {}, `${path}.volumeClaimTemplate.spec`, minor);
  }
  const { name = '' } = volume;
  if (podName !== '' && name !== '') {
    const problem = dns1123SubdomainProblem(`${podName}-${name}`);
    const namePath = `${path.slice(0, path.lastIndexOf('.'))}.name`;
    reportProblem(report, namePath, problem && `makes a claim '${podName}-${name}' whose name ${problem}`);
  }
}

/** All but labels and annotations; Kubernetes writes only the first letter of a field's Go name in lower case. */
const forbiddenMetadata: readonly (readonly [keyof ObjectMeta, string])[] = [
  ['name', 'name'],
  ['generateName', 'generateName'],
  ['namespace', 'namespace'],
  ['selfLink', 'selfLink'],
  ['uid', 'uID'],
  ['resourceVersion', 'resourceVersion'],
  ['generation', 'generation'],
  ['creationTimestamp', 'creationTimestamp'],
  ['deletionTimestamp', 'deletionTimestamp'],
  ['deletionGracePeriodSeconds', 'deletionGracePeriodSeconds'],
  ['ownerReferences', 'ownerReferences'],
  ['finalizers', 'finalizers'],
  ['managedFields', 'managedFields'],
];

function checkTemplateMetadata(report: Report, metadata: ObjectMeta, path: string): void {
  checkAnnotations(report, metadata.annotations, `${path}.annotations`);
  checkLabels(report, metadata.labels, `${path}.labels`);
  for (const [field, told] of forbiddenMetadata) {
    const value = metadata[field];
    const unset = value === undefined || value === '' || (field === 'generation' && value === 0);
    if (!unset) {
      reportForbidden(blaming(report, `${path}.${told}`), `${path}.${field}`, "in a claim's template; remove it");
    }
  }
}

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const volumeModes = ['Block', 'Filesystem'];

/** `ValidatePersistentVolumeClaimSpec`. */
function checkClaim(report: Report, spec: PersistentVolumeClaimSpec, path: string, minor: number): void {
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) {
    reportRequired(report, `${path}.accessModes`, 'Add an access mode, for example `ReadWriteOnce`.');
  }
  checkLabelSelector(report, spec.selector, `${path}.selector`);
  modes.forEach((mode, position) => {
    if (!accessModes.includes(mode)) {
      const tell = blaming(report, `${path}.accessModes`);
      reportNotSupported(tell, `${path}.accessModes[${position}]`, mode, accessModes);
    }
  });
  if (
    modes.includes('ReadWriteOncePod') &&
    modes.some((mode) => mode !== 'ReadWriteOncePod' && accessModes.includes(mode))
  ) {
    reportForbidden(report, `${path}.accessModes`, 'to `ReadWriteOncePod` and others at once; remove one');
  }
  const storage = spec.resources?.requests?.['storage'];
  const size = storage === undefined ? undefined : toInternal(storage);
  const tellStorage = blaming(report, `${path}.resources[storage]`);
  if (storage === undefined) {
    reportRequired(tellStorage, `${path}.resources.requests.storage`, 'Say how much storage is needed.');
  } else if (size !== undefined && quantitySign(size) <= 0) {
    reportInvalid(tellStorage, `${path}.resources.requests.storage`, 'must be more than 0; raise it');
  }
  checkClassName(report, spec.storageClassName, `${path}.storageClassName`);
  if (spec.volumeMode !== undefined && !volumeModes.includes(spec.volumeMode)) {
    reportNotSupported(report, `${path}.volumeMode`, spec.volumeMode, volumeModes);
  }
  checkDataSources(report, spec, path);
  // Behind a gate that is on since 1.34.
  if (minor >= 34) {
    checkClassName(report, spec.volumeAttributesClassName, `${path}.volumeAttributesClassName`);
  }
}

function checkClassName(report: Report, name: string | undefined, path: string): void {
  if (name !== undefined && name !== '') {
    reportProblem(report, path, dns1123SubdomainProblem(name));
  }
}

function checkDataSources(
  report: Report,
  { dataSource, dataSourceRef }: PersistentVolumeClaimSpec,
  path: string,
): void {
  if (dataSource !== undefined) {
    checkDataSource(report, dataSource, `${path}.dataSource`);
  }
  if (dataSourceRef === undefined) {
    return;
  }
  checkDataSource(report, dataSourceRef, `${path}.dataSourceRef`);
  const { namespace = '' } = dataSourceRef;
  if (namespace !== '') {
    reportProblem(report, `${path}.dataSourceRef.namespace`, dns1123LabelProblem(namespace));
    if (dataSource !== undefined) {
      reportInvalid(report, path, 'has a `dataSource` beside a `dataSourceRef.namespace`; remove one of the two');
    }
  } else if (
    dataSource !== undefined &&
    (dataSource.apiGroup !== dataSourceRef.apiGroup ||
      (dataSource.kind ?? '') !== (dataSourceRef.kind ?? '') ||
      (dataSource.name ?? '') !== (dataSourceRef.name ?? ''))
  ) {
    reportInvalid(
      report,
      path,
      'has a `dataSource` that differs from `dataSourceRef`; make them the same or remove one',
    );
  }
}

function checkDataSource(report: Report, source: TypedObjectReference, path: string): void {
  const { name = '', kind = '', apiGroup = '' } = source;
  if (name === '') {
    reportRequired(report, `${path}.name`);
  }
  if (kind === '') {
    reportRequired(report, `${path}.kind`);
  }
  if (apiGroup !== '') {
    reportProblem(report, `${path}.apiGroup`, dns1123SubdomainProblem(apiGroup));
  } else if (kind !== 'PersistentVolumeClaim') {
    reportInvalid(report, path, 'must be of kind `PersistentVolumeClaim` without `apiGroup`; correct one of the two');
  }
}
