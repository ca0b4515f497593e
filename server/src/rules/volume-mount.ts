import type { Container, EphemeralContainer, Volume, VolumeMount } from '../schema/pod-types';
import { fixChoice } from '../validation/fix-choice';
import { reportMissingVolume } from '../validation/missing-volume';
import { descendingPathProblem } from '../validation/names';
import { blaming, reportInvalid, reportProblem, reportRequired, type Report } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { inspectVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Volumes of images could not be mounted in part before. */
const imageSubPathSince = 33;
/** Gate ImageVolume, off in 1.31: it does not look at these. */
const imageVolumesSince = 32;

/** pkg/apis/core/validation/validation.go (v1.37), `ValidateVolumeMounts`, but for how a volume is mounted. */
export const rule = defineRule({
  id: 'volume-mount',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, target, report }) {
    visitContainers(pod.spec, (container, path) => {
      if (container.volumeMounts === undefined || container.volumeMounts.length === 0) return;
      const { accepted } = inspectVolumes(pod, target.minor);
      checkMounts(report, container, `${path}.volumeMounts`, accepted, pod.spec?.volumes, target.minor);
    });
  },
});

function checkMounts(
  report: Report,
  { volumeMounts = [], volumeDevices = [] }: Container | EphemeralContainer,
  path: string,
  volumes: ReadonlyMap<string, Volume>,
  all: readonly Volume[] | undefined,
  minor: number,
): void {
  // By name, the last one's path.
  const devices = new Map(volumeDevices.map(({ name = '', devicePath = '' }) => [name, devicePath]));
  const devicePaths = new Set(devices.values());
  const mountPaths = new Set<string>();
  volumeMounts.forEach((mount, position) => {
    const { name = '', mountPath = '' } = mount;
    const mountPathPath = `${path}[${position}].mountPath`;
    const volume = volumes.get(name);
    if (name === '') reportRequired(report, `${path}[${position}].name`, 'Name the volume to mount.');
    if (volume === undefined) {
      reportMissingVolume(report, `${path}[${position}].name`, name, volumes, all);
    }
    if (devices.has(name)) {
      reportInvalid(
        report,
        `${path}[${position}].name`,
        'is under `volumeDevices` too; mount it or use it as a device',
      );
    }
    if (mountPath === '') reportRequired(report, mountPathPath, 'Say where in the container it goes.');
    if (mountPaths.has(mountPath)) {
      reportInvalid(report, mountPathPath, 'is where an earlier volume goes; give each its own path');
    }
    mountPaths.add(mountPath);
    if (devicePaths.has(mountPath)) {
      reportInvalid(report, mountPathPath, 'is the path of a device under `volumeDevices`; give each its own path');
    }
    checkSubPaths(report, mount, path, position);
    if (volume?.image !== undefined && minor >= imageVolumesSince && minor < imageSubPathSince) {
      checkNoSubPath(report, mount, `${path}[${position}]`);
    }
  });
}

/** Kubernetes blames a field of the list, not of its item, for a path that climbs. */
function checkSubPaths(
  report: Report,
  { subPath = '', subPathExpr = '' }: VolumeMount,
  path: string,
  position: number,
): void {
  const mountPath = `${path}[${position}]`;
  if (subPath !== '') {
    reportProblem(blaming(report, `${path}.subPath`), `${mountPath}.subPath`, descendingPathProblem(subPath));
  }
  if (subPathExpr === '') return;
  if (subPath !== '') {
    reportInvalid(
      report,
      `${mountPath}.subPathExpr`,
      'stands beside `subPath`, and a mount has one of them; remove the other',
    );
  }
  const blamed = blaming(report, `${path}.subPathExpr`);
  reportProblem(blamed, `${mountPath}.subPathExpr`, descendingPathProblem(subPathExpr));
}

function checkNoSubPath(report: Report, { subPath = '', subPathExpr = '' }: VolumeMount, path: string): void {
  const problem = `is not for an image's volume before Kubernetes 1.${imageSubPathSince}; remove it`;
  if (subPath !== '') reportInvalid(report, `${path}.subPath`, problem);
  if (subPathExpr !== '') reportInvalid(report, `${path}.subPathExpr`, problem);
}
