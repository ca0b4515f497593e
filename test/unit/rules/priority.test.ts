import { expectFindings, podWith } from '../../support/rule-test';

expectFindings('neither', 'priority', podWith({}), []);
expectFindings(
  'both',
  'priority',
  podWith({ spec: 'priority: 2000001000\npriorityClassName: system-node-critical' }),
  [],
);
expectFindings('a class alone', 'priority', podWith({ spec: 'priorityClassName: system-node-critical' }), [
  'spec.priorityClassName: system-node-critical',
]);
expectFindings('a priority alone', 'priority', podWith({ spec: 'priority: 100' }), ['spec.priority: 100']);
expectFindings('another class', 'priority', podWith({ spec: 'priority: 100\npriorityClassName: low' }), [
  'spec.priority: 100',
]);
