import { expectFindings, podWith } from '../../support/rule-test';

expectFindings('a Pod', 'kind', podWith({}), []);
expectFindings('a Service', 'kind', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n', ['kind: Service']);
expectFindings('a list of Pods in a file', 'kind', 'apiVersion: v1\nkind: PodList\nitems: []\n', ['kind: PodList']);
