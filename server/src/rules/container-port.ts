import type { ContainerPort } from '../schema/pod-types';
import { fixChoice } from '../validation/fix-choice';
import { portNameProblem, portNumberProblem } from '../validation/names';
import { reportChoice, reportDuplicate, reportProblem, reportRequired, type Report } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

const protocols = ['TCP', 'UDP', 'SCTP'] as const;

/** pkg/apis/core/validation/validation.go (v1.37), `validateContainerPorts`. `hostIP` may be any text there. */
export const rule = defineRule({
  id: 'container-port',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, report }) {
    visitContainers(pod.spec, ({ ports }, path) => {
      if (ports !== undefined) checkPorts(report, ports, `${path}.ports`);
    });
  },
});

function checkPorts(report: Report, ports: readonly ContainerPort[], path: string): void {
  const names = new Set<string>();
  ports.forEach(({ name = '', containerPort = 0, hostPort = 0, protocol }, position) => {
    const portPath = `${path}[${position}]`;
    // A name that is no port name is not held against later ones.
    if (name !== '' && !reportProblem(report, `${portPath}.name`, portNameProblem(name))) {
      if (names.has(name)) reportDuplicate(report, `${portPath}.name`, name);
      names.add(name);
    }
    if (containerPort === 0) {
      reportRequired(report, `${portPath}.containerPort`, 'Give the number of the port that the container listens on.');
    } else {
      reportProblem(report, `${portPath}.containerPort`, portNumberProblem(containerPort));
    }
    if (hostPort !== 0) reportProblem(report, `${portPath}.hostPort`, portNumberProblem(hostPort));
    reportChoice(report, `${portPath}.protocol`, protocol, protocols);
  });
}
