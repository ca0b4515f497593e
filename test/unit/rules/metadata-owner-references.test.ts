import { refuses, validates } from '../../support/validation-test';

refuses(
  'metadata-owner-references',
  'one without uid',
  { metadata: 'ownerReferences:\n  - apiVersion: apps/v1\n    kind: ReplicaSet\n    name: web' },
  ['FieldValueRequired metadata.ownerReferences[0].uid'],
  [37],
);
refuses(
  'metadata-owner-references',
  'one without uid, before 1.37',
  { metadata: 'ownerReferences:\n  - apiVersion: apps/v1\n    kind: ReplicaSet\n    name: web' },
  ['FieldValueInvalid metadata.ownerReferences.uid'],
  [31, 34, 36],
);
refuses(
  'metadata-owner-references',
  'an empty one',
  { metadata: 'ownerReferences: [{}]' },
  [
    'FieldValueRequired metadata.ownerReferences[0].apiVersion',
    'FieldValueRequired metadata.ownerReferences[0].kind',
    'FieldValueRequired metadata.ownerReferences[0].name',
    'FieldValueRequired metadata.ownerReferences[0].uid',
  ],
  [37],
);
refuses(
  'metadata-owner-references',
  'a version with two slashes',
  { metadata: 'ownerReferences: [{apiVersion: a/b/c, kind: K, name: own, uid: u}]' },
  ['FieldValueInvalid metadata.ownerReferences[0].apiVersion'],
  [37],
);
refuses(
  'metadata-owner-references',
  'a group without a version, before 1.37',
  { metadata: 'ownerReferences: [{apiVersion: apps/, kind: K, name: own, uid: u}]' },
  ['FieldValueInvalid metadata.ownerReferences.apiVersion'],
  [31, 36],
);
refuses(
  'metadata-owner-references',
  'an Event',
  { metadata: 'ownerReferences: [{apiVersion: v1, kind: Event, name: own, uid: u}]' },
  ['FieldValueInvalid metadata.ownerReferences[0]'],
  [37],
);
refuses(
  'metadata-owner-references',
  'two controllers',
  {
    metadata:
      'ownerReferences:\n  - {apiVersion: v1, kind: A, name: own, uid: u, controller: true}\n  - {apiVersion: v1, kind: B, name: own, uid: u, controller: true}',
  },
  ['FieldValueInvalid metadata.ownerReferences'],
);
validates('a whole one', {
  metadata: 'ownerReferences: [{apiVersion: v1, kind: Node, name: own, uid: u, controller: true}]',
});
