import { expectFindings, podWith } from '../../support/rule-test';

expectFindings('sound YAML has no finding', 'yaml-syntax', podWith({}), []);
expectFindings('JSON knows no comments', 'yaml-syntax', '{"apiVersion": "v1", "kind": "Pod"} # no\n', [': #']);
expectFindings('JSON', 'yaml-syntax', '{"apiVersion": "v1", "kind": "Pod"}\n', []);
expectFindings('a list without an end', 'yaml-syntax', podWith({ container: 'command: [a' }), [': [']);
