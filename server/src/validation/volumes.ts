import type { PodContext, ValidationReport } from '../rules/rule';
import type { Pod, Volume } from '../schema/pod-types';
import { byteLength, dns1123LabelProblem } from './names';
import {
  blaming,
  reportDuplicate,
  reportForbidden,
  reportInvalid,
  reportLacking,
  reportProblem,
  reportRequired,
  type Report,
} from './report';
import { volumeSources, type VolumeRule } from './volume-sources';

/** What is wrong with a Pod's volumes, by rule, and which of them the kubelet takes for mounts to refer to. */
export interface InspectedVolumes {
  readonly errors: ReadonlyMap<VolumeRule, readonly ValidationReport[]>;
  /** By name. A volume with any error of its own is not there: its mounts are "not found" too. */
  readonly accepted: ReadonlyMap<string, Volume>;
}

// Several rules tell their part of one walk: each volume's errors decide whether it is there for the others. They come
// one Pod after the other; visit-containers.ts tells why this is no WeakMap.
let last: { readonly pod: Pod; readonly minor: number; readonly volumes: InspectedVolumes } | undefined;

/** A rule's check: its part of what is wrong with the volumes. */
export function tellVolumes(rule: VolumeRule): (context: PodContext) => void {
  return ({ pod, target, report }) => {
    for (const error of inspectVolumes(pod, target.minor).errors.get(rule) ?? []) {
      report(error);
    }
  };
}

/** pkg/apis/core/validation/validation.go, v1.31 to v1.37, `ValidateVolumes` and `validateVolumeSource`. */
export function inspectVolumes(pod: Pod, minor: number): InspectedVolumes {
  if (last?.pod !== pod || last.minor !== minor) {
    last = { pod, minor, volumes: walkVolumes(pod, minor) };
  }
  return last.volumes;
}

function walkVolumes(pod: Pod, minor: number): InspectedVolumes {
  const errors = new Map<VolumeRule, ValidationReport[]>();
  const accepted = new Map<string, Volume>();
  const list = pod.spec?.volumes ?? [];
  const podName = pod.metadata?.name ?? '';
  let count = 0;

  const reporters = new Map<VolumeRule, Report>();
  const reporterOf = (rule: VolumeRule): Report => {
    let reporter = reporters.get(rule);
    if (reporter === undefined) {
      const reports: ValidationReport[] = [];
      errors.set(rule, reports);
      reporter = (report) => {
        count++;
        reports.push(report);
      };
      reporters.set(rule, reporter);
    }
    return reporter;
  };

  list.forEach((volume, position) => {
    const path = `spec.volumes[${position}]`;
    const { name = '' } = volume;
    const before = count;
    checkSource(volume, path, podName, minor, reporterOf);
    const report = reporterOf('volume-name');
    if (name === '') {
      reportRequired(report, `${path}.name`, 'Name the volume, for `volumeMounts` to refer to.');
    } else {
      reportProblem(report, `${path}.name`, dns1123LabelProblem(name));
    }
    if (accepted.has(name)) {
      reportDuplicate(report, `${path}.name`, name);
    }
    if (count === before) {
      accepted.set(name, volume);
    }
    const claim = volume.persistentVolumeClaim?.claimName;
    if (claim !== undefined && list.some((other) => other.ephemeral && claim === `${podName}-${other.name ?? ''}`)) {
      reportInvalid(
        reporterOf('volume-persistent-volume-claim'),
        `${path}.persistentVolumeClaim.claimName`,
        'is the claim that another volume of this Pod (`ephemeral`) makes; name another claim',
      );
    }
  });
  return { errors, accepted };
}

function checkSource(
  volume: Volume,
  path: string,
  podName: string,
  minor: number,
  reporterOf: (rule: VolumeRule) => Report,
): void {
  let first: string | undefined;
  for (const { kind, rule, forbiddenAs = kind, since = 31, check } of volumeSources) {
    const source = volume[kind];
    if (source === undefined || minor < since) {
      continue;
    }
    if (first === undefined) {
      first = kind;
      check(reporterOf(rule), source, `${path}.${kind}`, { minor, podName, volume });
    } else {
      const report = blaming(reporterOf('volume-source'), `${path}.${forbiddenAs}`);
      reportForbidden(report, `${path}.${kind}`, `beside \`${first}\`; a volume has one source: remove one`);
    }
    if (kind === 'iscsi') {
      checkInitiator(reporterOf(rule), volume, path);
    }
  }
  if (first === undefined) {
    reportLacking(reporterOf('volume-source'), path, 'a source; add one, for example `hostPath` or `emptyDir`');
  }
}

/** Runs beside another source too, other than the rest of that source's check. */
function checkInitiator(report: Report, { name = '', iscsi }: Volume, path: string): void {
  const length = byteLength(`${name}:${iscsi?.targetPortal ?? ''}`);
  if (iscsi?.initiatorName !== undefined && length > 64) {
    reportInvalid(
      report,
      `${path}.name`,
      'is longer than 64 bytes together with `:` and `iscsi.targetPortal`; shorten it',
    );
  }
}
