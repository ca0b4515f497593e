import { refuses } from '../../support/validation-test';

refuses('volume-config-map', 'no name', { spec: 'volumes: [{name: stuff, configMap: {}}]' }, [
  'FieldValueRequired spec.volumes[0].configMap.name',
]);
refuses(
  'volume-config-map',
  'items without anything',
  { spec: 'volumes: [{name: stuff, configMap: {name: a, items: [{}]}}]' },
  [
    'FieldValueRequired spec.volumes[0].configMap.items[0].key',
    'FieldValueRequired spec.volumes[0].configMap.items[0].path',
  ],
);
refuses(
  'volume-config-map',
  'paths that leave the volume',
  {
    spec: 'volumes: [{name: stuff, configMap: {name: a, items: [{key: k, path: /x}, {key: k, path: a/../b}, {key: k, path: ..data}]}}]',
  },
  [
    'FieldValueInvalid spec.volumes[0].configMap.items[0].path',
    'FieldValueInvalid spec.volumes[0].configMap.items[1].path',
    'FieldValueInvalid spec.volumes[0].configMap.items[2].path',
  ],
);
refuses(
  'volume-config-map',
  'modes that are none',
  { spec: 'volumes: [{name: stuff, configMap: {name: a, defaultMode: 512, items: [{key: k, path: p, mode: -1}]}}]' },
  [
    'FieldValueInvalid spec.volumes[0].configMap.defaultMode',
    'FieldValueInvalid spec.volumes[0].configMap.items[0].mode',
  ],
);
refuses(
  'volume-config-map',
  'owners that are none',
  {
    spec: 'volumes: [{name: stuff, configMap: {name: a, defaultUser: -1, items: [{key: k, path: p, user: 2147483648}]}}]',
  },
  [
    'FieldValueInvalid spec.volumes[0].configMap.defaultUser',
    'FieldValueInvalid spec.volumes[0].configMap.items[0].user',
  ],
  [37],
);
