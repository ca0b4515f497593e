import { expectFindings, podWith } from '../../support/rule-test';

expectFindings('a Pod', 'api-version', podWith({}), []);
expectFindings(
  'a version of another group',
  'api-version',
  podWith({}).replace('apiVersion: v1', 'apiVersion: apps/v1'),
  ['apiVersion: apps/v1'],
);
expectFindings('a kind in small letters', 'api-version', podWith({}).replace('kind: Pod', 'kind: pod'), ['kind: pod']);
