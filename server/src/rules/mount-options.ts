import type { Container, EphemeralContainer, VolumeMount } from '../schema/pod-types';
import { fixChoice } from '../validation/fix-choice';
import {
  blaming,
  reportDuplicate,
  reportForbidden,
  reportInvalid,
  reportNotSupported,
  type Report,
} from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { inspectVolumes } from '../validation/volumes';
import { defineRule } from './rule';

const propagations = ['Bidirectional', 'HostToContainer', 'None'] as const;
const recursions = ['Disabled', 'Enabled', 'IfPossible'] as const;
const bindOptions = ['nodev', 'noexec', 'nosuid'] as const;

/**
 * pkg/apis/core/validation/validation.go (v1.37), `validateMountPropagation`, `validateMountRecursiveReadOnly` and
 * `validateBindMountOptions` (new in 1.37). The first two blame a field of the list, not of its item.
 */
export const rule = defineRule({
  id: 'mount-options',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, target, report }) {
    visitContainers(pod.spec, (container, containerPath) => {
      const path = `${containerPath}.volumeMounts`;
      container.volumeMounts?.forEach((mount, position) => {
        if (mount.mountPropagation !== undefined) {
          const blamed = blaming(report, `${path}.mountPropagation`);
          checkPropagation(blamed, mount.mountPropagation, container, `${path}[${position}].mountPropagation`);
        }
        if (mount.recursiveReadOnly !== undefined) {
          const blamed = blaming(report, `${path}.recursiveReadOnly`);
          checkRecursion(blamed, mount, `${path}[${position}].recursiveReadOnly`);
        }
        if (mount.bindMountOptions === undefined || mount.bindMountOptions.length === 0) return;
        const optionsPath = `${path}[${position}].bindMountOptions`;
        checkBindOptions(report, mount.bindMountOptions, optionsPath);
        if (inspectVolumes(pod, target.minor).accepted.get(mount.name ?? '')?.image !== undefined) {
          reportInvalid(report, optionsPath, "is not for an image's volume; remove it");
        }
      });
    });
  },
});

function checkPropagation(
  report: Report,
  propagation: string,
  container: Container | EphemeralContainer,
  path: string,
): void {
  if (!(propagations as readonly string[]).includes(propagation)) {
    reportNotSupported(report, path, propagation, propagations);
  } else if (propagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
    reportForbidden(
      report,
      path,
      'to `Bidirectional` in a container that is not privileged; use `HostToContainer`, or set `securityContext.privileged`',
    );
  }
}

function checkRecursion(report: Report, mount: VolumeMount, path: string): void {
  const { recursiveReadOnly = '', readOnly = false, mountPropagation = 'None' } = mount;
  if (recursiveReadOnly === 'Disabled') return;
  if (!(recursions as readonly string[]).includes(recursiveReadOnly)) {
    reportNotSupported(report, path, recursiveReadOnly, recursions);
    return;
  }
  if (!readOnly) reportForbidden(report, path, 'on a mount that is not read-only; set `readOnly: true`');
  if (mountPropagation !== 'None')
    reportForbidden(report, path, 'beside a `mountPropagation` other than `None`; remove one of them');
}

function checkBindOptions(report: Report, options: readonly string[], path: string): void {
  const seen = new Set<string>();
  options.forEach((option, position) => {
    if (!(bindOptions as readonly string[]).includes(option)) {
      reportNotSupported(report, `${path}[${position}]`, option, bindOptions);
    }
    if (seen.has(option)) reportDuplicate(report, `${path}[${position}]`, option);
    seen.add(option);
  });
}
