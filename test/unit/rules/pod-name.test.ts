import { expectFindings, podWith } from '../../support/rule-test';

expectFindings('a name', 'pod-name', podWith({}), []);
expectFindings('no name', 'pod-name', podWith({}).replace('name: web', 'labels: {}'), ['metadata.name: metadata']);
expectFindings('an empty name', 'pod-name', podWith({}).replace('name: web', 'name: ""'), ['metadata.name: name']);
