import { expectFindings, podWith } from '../../support/rule-test';

expectFindings('text for a list', 'field-type', podWith({ container: 'command: nginx' }), [
  'spec.containers[0].command: nginx',
]);
expectFindings('a boolean for text', 'field-type', podWith({ metadata: 'labels:\n  debug: on' }), [
  'metadata.labels[debug]: on',
]);
expectFindings('no quantity', 'field-type', podWith({ container: 'resources: {limits: {memory: 1GB}}' }), [
  'spec.containers[0].resources.limits[memory]: 1GB',
]);
expectFindings('nothing for anything', 'field-type', podWith({ container: 'command: ~' }), []);
expectFindings('a wrong value in an unknown field', 'field-type', podWith({ container: 'bogus: [1]' }), []);
