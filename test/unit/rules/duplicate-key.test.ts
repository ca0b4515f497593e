import { expectFindings, podWith } from '../../support/rule-test';

expectFindings('a key of the Pod', 'duplicate-key', podWith({ spec: 'hostPID: true\nhostPID: false' }), [
  'spec.hostPID: hostPID',
]);
expectFindings('a label', 'duplicate-key', podWith({ metadata: 'labels:\n  app: a\n  app: b' }), [
  'metadata.labels.app: app',
]);
expectFindings(
  'equal keys in two objects',
  'duplicate-key',
  podWith({ metadata: 'labels: {a: b}\nannotations: {a: b}' }),
  [],
);
