import type { Container } from '../schema/pod-types';
import { blaming, reportDuplicate, reportInvalid, type Report } from '../validation/report';
import { defineRule } from './rule';

/**
 * pkg/apis/core/validation/validation.go (v1.37), `checkHostPortConflicts` and `validatePodHostNetworkDeps`: two
 * containers of a Pod can't both have a port of the node, and on the node's network a port has one number. Defaulting
 * has given each port its hostPort there.
 */
export const rule = defineRule({
  id: 'host-port',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const { containers = [], initContainers = [], hostNetwork = false } = pod.spec ?? {};
    const taken = new Set<string>();
    containers.forEach((container, position) => {
      checkConflicts(report, container, `spec.containers[${position}]`, taken);
      if (hostNetwork) checkNumbers(report, container, `spec.containers[${position}]`);
    });
    initContainers.forEach((container, position) => {
      // Init containers run one by one. Kubernetes hands each over as a list of one, and so blames the first.
      checkConflicts(report, container, `spec.initContainers[${position}]`, new Set(), 'spec.initContainers[0]');
    });
  },
});

function checkConflicts(
  report: Report,
  { ports = [] }: Container,
  path: string,
  taken: Set<string>,
  blamed = path,
): void {
  ports.forEach(({ protocol = '', hostIP = '', hostPort = 0 }, position) => {
    if (hostPort === 0) return;
    const claim = `${protocol}/${hostIP}/${hostPort}`;
    if (taken.has(claim)) {
      const field = `ports[${position}].hostPort`;
      reportDuplicate(blaming(report, `${blamed}.${field}`), `${path}.${field}`, claim);
    }
    taken.add(claim);
  });
}

function checkNumbers(report: Report, { ports = [] }: Container, path: string): void {
  ports.forEach(({ hostPort = 0, containerPort = 0 }, position) => {
    if (hostPort !== 0 && hostPort !== containerPort) {
      reportInvalid(
        report,
        `${path}.ports[${position}].hostPort`,
        'differs from `containerPort`, which it may not with `hostNetwork: true`; remove it',
      );
    }
  });
}
