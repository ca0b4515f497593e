import { defineRule } from './rule';

/** pkg/kubelet/config/common.go (v1.37), `nodeCriticalPriority`: the priority behind system-node-critical. */
const nodeCritical = 2_000_001_000;

/** Combinations that the kubelet warns of in its log: without an API server to resolve them, they cost the mirror Pod. */
export const rule = defineRule({
  id: 'priority',
  on: 'pod',
  severity: 'warning',
  check({ pod, report }) {
    const { priority, priorityClassName = '' } = pod.spec ?? {};
    if (priority === undefined && priorityClassName !== '') {
      const value =
        priorityClassName === 'system-node-critical' ? ` Set \`spec.priority: ${nodeCritical}\` as well.` : '';
      report({
        path: 'spec.priorityClassName',
        message: `The kubelet takes a static Pod's priority from \`spec.priority\` only: with \`spec.priorityClassName\` alone the Pod has none, and the API server may refuse its mirror Pod.${value || ' Set `spec.priority` to the value of that class as well.'}`,
      });
    } else if (priority !== undefined && priorityClassName === '') {
      report({
        path: 'spec.priority',
        message:
          'With `spec.priority` and no `spec.priorityClassName` the API server refuses the mirror Pod, unless its default priority class has this very value. Name the class as well.',
      });
    } else if (priority !== undefined && (priority !== nodeCritical || priorityClassName !== 'system-node-critical')) {
      report({
        path: priority === nodeCritical ? 'spec.priorityClassName' : 'spec.priority',
        severity: 'information',
        message: `Below \`system-node-critical\` with ${nodeCritical} the API server may try to evict the mirror Pod, which has no effect on the containers. A static Pod that the node depends on has that class.`,
      });
    }
  },
});
