import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('container-list', {
  'one container': [podWith({})],
  none: ['apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: {}\n', 'Required spec.containers'],
  'init containers alone': [
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [], initContainers: [{ name: a, image: b }] }\n',
    'Required spec.containers',
  ],
  'no spec': ['apiVersion: v1\nkind: Pod\nmetadata: { name: web }\n', 'Required spec.containers'],
});
