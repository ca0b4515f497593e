import type { Container, EphemeralContainer, Volume } from '../schema/pod-types';
import { fixChoice } from '../validation/fix-choice';
import { reportMissingVolume } from '../validation/missing-volume';
import { hasBacksteps } from '../validation/names';
import { reportForbidden, reportInvalid, reportRequired, type Report } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { inspectVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Devices in a user namespace of the Pod's own. */
const userNamespacesSince = 34;

/** pkg/apis/core/validation/validation.go (v1.37), `ValidateVolumeDevices` and the end of `validateHostUsers`. */
export const rule = defineRule({
  id: 'volume-device',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, target, report }) {
    visitContainers(pod.spec, (container, path) => {
      if (container.volumeDevices === undefined || container.volumeDevices.length === 0) return;
      const devicesPath = `${path}.volumeDevices`;
      checkDevices(report, container, devicesPath, inspectVolumes(pod, target.minor).accepted, pod.spec?.volumes);
      if (pod.spec?.hostUsers === false && target.minor >= userNamespacesSince) {
        reportForbidden(report, devicesPath, 'with `hostUsers: false`, where devices do not work; remove one of them');
      }
    });
  },
});

function checkDevices(
  report: Report,
  { volumeDevices = [], volumeMounts = [] }: Container | EphemeralContainer,
  path: string,
  volumes: ReadonlyMap<string, Volume>,
  all: readonly Volume[] | undefined,
): void {
  // By name, the last one's path.
  const mounts = new Map(volumeMounts.map(({ name = '', mountPath = '' }) => [name, mountPath]));
  const mountPaths = new Set(mounts.values());
  const names = new Set<string>();
  const paths = new Set<string>();
  volumeDevices.forEach(({ name = '', devicePath = '' }, position) => {
    const namePath = `${path}[${position}].name`;
    const devicePathPath = `${path}[${position}].devicePath`;
    const volume = volumes.get(name);
    if (name === '') reportRequired(report, namePath, 'Name the volume to use as a device.');
    if (names.has(name)) reportInvalid(report, namePath, 'is an earlier device already; remove one of them');
    if (volume === undefined) {
      reportMissingVolume(report, namePath, name, volumes, all);
    } else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
      reportInvalid(
        report,
        namePath,
        'names a volume that is no claim, and only those can be block devices; mount it under `volumeMounts`',
      );
    }
    if (mounts.has(name))
      reportInvalid(report, namePath, 'is under `volumeMounts` too; mount it or use it as a device');
    if (name !== '') names.add(name);

    if (devicePath === '') reportRequired(report, devicePathPath, 'Say where in the container it goes.');
    if (paths.has(devicePath))
      reportInvalid(report, devicePathPath, 'is where an earlier device goes; give each its own path');
    if (hasBacksteps(devicePath)) {
      reportInvalid(report, devicePathPath, "may not hold '..' as a step; write the path without it");
    } else {
      paths.add(devicePath);
    }
    if (mountPaths.has(devicePath)) {
      reportInvalid(report, devicePathPath, 'is where a volume is mounted; give each its own path');
    }
  });
}
