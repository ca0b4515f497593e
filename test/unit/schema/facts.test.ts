import assert from 'node:assert/strict';
import { test } from 'node:test';
import podFacts from '../../../server/src/schema/pod-facts.json';
import {
  type FactsFile,
  fieldHistory,
  holdsIn,
  isLeafKind,
  KUBERNETES_MINORS,
  podTypeOf,
} from '../../../server/src/schema/facts';

const file = podFacts as unknown as FactsFile;

test('the releases are one a minor without a gap', () => {
  assert.deepEqual(KUBERNETES_MINORS, [31, 32, 33, 34, 35, 36, 37]);
});

test('every member has a type that the facts know, in every version that has the member', () => {
  for (const minor of KUBERNETES_MINORS) {
    const podType = podTypeOf(minor);
    for (const [type, fields] of Object.entries(file.types)) {
      for (const field of fields) {
        if (!holdsIn(field, minor) || isLeafKind(field.type)) continue;
        assert.ok(
          podType.fields(field.type).size > 0,
          `${type}.${field.name} is a ${field.type} in 1.${String(minor)}`,
        );
      }
    }
  }
});

test('no version has a member twice', () => {
  for (const minor of KUBERNETES_MINORS) {
    for (const [type, fields] of Object.entries(file.types)) {
      const names = fields.filter((field) => holdsIn(field, minor)).map(({ name }) => name);
      assert.equal(new Set(names).size, names.length, `${type} in 1.${String(minor)}`);
    }
  }
});

test('a Pod and a PodList are there with what they inline', () => {
  const podType = podTypeOf(37);
  assert.deepEqual([...podType.fields('Pod').keys()], ['kind', 'apiVersion', 'metadata', 'spec', 'status']);
  assert.equal(podType.fields('PodList').get('items')?.shape, 'list');
  assert.equal(podType.fields('Volume').get('hostPath')?.inline, 'VolumeSource');
  assert.equal(podType.fields('Probe').get('exec')?.type, 'ExecAction');
  assert.equal(podType.fields('ObjectMeta').get('labels')?.shape, 'map');
});

test('leaves carry their JSON form and Go name', () => {
  const podType = podTypeOf(31);
  assert.equal(podType.fields('HTTPGetAction').get('port')?.type, 'intOrString');
  const limits = podType.fields('ResourceRequirements').get('limits');
  assert.deepEqual([limits?.type, limits?.shape, limits?.named], ['quantity', 'map', 'ResourceList']);
  assert.equal(podType.fields('ContainerPort').get('protocol')?.named, 'Protocol');
  assert.deepEqual(podType.constants('Protocol'), { closed: true, values: ['TCP', 'UDP', 'SCTP'] });
  assert.equal(podType.constants('LocalObjectReference'), undefined);
});

test('a member is there from the version that brought it to the one that had it last', () => {
  assert.equal(podTypeOf(31).fields('PodSpec').has('resources'), false);
  assert.equal(podTypeOf(32).fields('PodSpec').has('resources'), true);
  assert.deepEqual(
    fieldHistory('PodSpec', 'workloadRef').map(({ since, until }) => [since, until]),
    [[35, 35]],
  );
  assert.equal(podTypeOf(34).fields('WorkloadReference').size, 0);
  assert.deepEqual(fieldHistory('PodSpec', 'constructor'), []);
  assert.equal(podTypeOf(37).fields('constructor').size, 0);
});

test('a version beyond the facts is read as the nearest', () => {
  assert.equal(podTypeOf(99).minor, 37);
  assert.equal(podTypeOf(7).minor, 31);
});
