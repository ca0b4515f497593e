import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('environment-name', {
  letters: [podWith({ container: 'env: [{ name: MODE }]' })],
  'dots and hyphens': [podWith({ container: 'env: [{ name: my.env-name }]' })],
  none: [podWith({ container: 'env: [{ value: a }]' }), 'Required spec.containers[0].env[0].name'],
  empty: [podWith({ container: 'env: [{ name: "" }]' }), 'Required spec.containers[0].env[0].name'],
  'a digit first': [
    podWith({ container: 'env: [{ name: 1A }]' }),
    { 31: ['Invalid spec.containers[0].env[0].name'], 35: [] },
  ],
  'a space': [
    podWith({ container: 'env: [{ name: "a b" }]' }),
    { 31: ['Invalid spec.containers[0].env[0].name'], 35: [] },
  ],
  'two dots first': [
    podWith({ container: 'env: [{ name: ..a }]' }),
    { 31: ['Invalid spec.containers[0].env[0].name'], 35: [] },
  ],
  'one dot': [podWith({ container: 'env: [{ name: . }]' }), { 31: ['Invalid spec.containers[0].env[0].name'], 35: [] }],
  'an equals sign': [podWith({ container: 'env: [{ name: a=b }]' }), 'Invalid spec.containers[0].env[0].name'],
  'a letter that is not ASCII': [
    podWith({ container: 'env: [{ name: größe }]' }),
    'Invalid spec.containers[0].env[0].name',
  ],
  'a control character': [podWith({ container: 'env: [{ name: "a\\tb" }]' }), 'Invalid spec.containers[0].env[0].name'],
  'a prefix': [podWith({ container: 'envFrom: [{ prefix: A_, configMapRef: { name: a } }]' })],
  'a prefix with a digit first': [
    podWith({ container: 'envFrom: [{ prefix: "1_", configMapRef: { name: a } }]' }),
    { 31: ['Invalid spec.containers[0].envFrom[0].prefix'], 35: [] },
  ],
  'a prefix with an equals sign': [
    podWith({ container: 'envFrom: [{ prefix: a=, configMapRef: { name: a } }]' }),
    'Invalid spec.containers[0].envFrom[0].prefix',
  ],
});
