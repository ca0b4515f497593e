import { refuses, validates } from '../../support/validation-test';

refuses('resource-claims', 'no source', { spec: 'resourceClaims: [{name: gpu}]' }, [
  'FieldValueInvalid spec.resourceClaims[0]',
]);
refuses(
  'resource-claims',
  'two sources',
  { spec: 'resourceClaims: [{name: gpu, resourceClaimName: a, resourceClaimTemplateName: b}]' },
  ['FieldValueInvalid spec.resourceClaims[0]'],
);
refuses('resource-claims', 'no name', { spec: 'resourceClaims: [{resourceClaimName: a}]' }, [
  'FieldValueRequired spec.resourceClaims[0].name',
]);
refuses(
  'resource-claims',
  'a name twice',
  { spec: 'resourceClaims: [{name: g, resourceClaimName: a}, {name: g, resourceClaimName: a}]' },
  ['FieldValueDuplicate spec.resourceClaims[1].name'],
);
refuses(
  'resource-claims',
  'names that are none',
  { spec: 'resourceClaims: [{name: a.b, resourceClaimName: A}, {name: g, resourceClaimTemplateName: B}]' },
  [
    'FieldValueInvalid spec.resourceClaims[0].name',
    'FieldValueInvalid spec.resourceClaims[0].resourceClaimName',
    'FieldValueInvalid spec.resourceClaims[1].resourceClaimTemplateName',
  ],
);
refuses(
  'resource-claims',
  'in a mirror Pod',
  { metadata: 'annotations: {kubernetes.io/config.mirror: x}', spec: 'resourceClaims: [{name: gpu}]' },
  ['FieldValueForbidden []'],
  [32, 37],
);
validates('a sound one', { spec: 'resourceClaims: [{name: g, resourceClaimName: a}]' });
