import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check } from '../../../server/src/language-service/check';
import type { Target } from '../../../server/src/rules/rule';
import { newest, podWith } from '../../support/rule-test';

const web: Target = { ...newest, source: 'http' };

function tell(text: string, target: Target): string[] {
  return check(text, target).findings.map(({ rule, path, kubelet }) =>
    `${rule} ${path} ${kubelet === undefined ? '-' : `${kubelet.stage} ${kubelet.field ?? ''}`}`.trim(),
  );
}

describe('stages', () => {
  it('marks what the kubelet says before it stops, and tells the rest without the mark', () => {
    const text = podWith({ spec: 'serviceAccountName: builder\nrestartPolicy: Sometimes' });
    assert.deepEqual(tell(text, newest), [
      'reference-service-account spec.serviceAccountName -',
      'restart-policy spec.restartPolicy validate spec.restartPolicy',
    ]);
    assert.equal(check(text, newest).accepted, false);
  });

  it('severities do not change the verdict', () => {
    const text = podWith({ spec: 'restartPolicy: Sometimes' });
    const result = check(text, newest, { 'restart-policy': 'off' });
    assert.deepEqual(result, { accepted: false, findings: [] });
    assert.equal(check(text, newest, { 'restart-policy': 'hint' }).findings[0]?.severity, 'hint');
  });

  it('blames a broken text for its break only', () => {
    const text = 'kind: Pod\nmetadata: {name: [web}\nspec: {bogus: 1}\n';
    assert.deepEqual(tell(text, newest), ['yaml-syntax  yaml']);
  });
});

describe('a PodList from a URL', () => {
  const item = (name: string, more = ''): string =>
    `- metadata: {name: ${name}}\n  spec:\n    ${more}containers: [{name: web, image: nginx:1.29.3}]\n`;
  const list = (items: string): string => `apiVersion: v1\nkind: PodList\nitems:\n${items}`;

  it('is taken, from a URL only', () => {
    const text = list(item('a') + item('b'));
    assert.deepEqual(check(text, web), { accepted: true, findings: [] });
    assert.equal(check(text, newest).accepted, false);
  });

  it('is checked item by item, each at its place', () => {
    const text = list(item('a') + item('b', 'restartPolicy: X, ').replace('X, ', 'X\n    '));
    assert.deepEqual(tell(text, web), ['restart-policy items[1].spec.restartPolicy validate spec.restartPolicy']);
    const { start, end } = check(text, web).findings[0] ?? { start: 0, end: 0 };
    assert.equal(text.slice(start, end), 'X');
  });

  it('is not searched for references before 1.34, which a single Pod is', () => {
    const spec = 'resourceClaims: [{name: gpu, resourceClaimName: gpu}]\n    ';
    const single = podWith({ spec: 'resourceClaims: [{name: gpu, resourceClaimName: gpu}]' });
    for (const [text, minor, accepted] of [
      [list(item('a', spec)), 33, true],
      [list(item('a', spec)), 34, false],
      [single, 33, false],
      [single, 31, true],
    ] as const) {
      assert.equal(check(text, { ...web, minor }).accepted, accepted, `1.${minor}: ${text}`);
    }
  });

  it('stops at the first item that is refused', () => {
    const text = list(item('a', 'serviceAccountName: x\n    ') + item('b', 'restartPolicy: X\n    ') + item('""'));
    assert.deepEqual(tell(text, web), [
      'reference-service-account items[0].spec.serviceAccountName reference',
      'restart-policy items[1].spec.restartPolicy -',
      'pod-name items[2].metadata.name -',
    ]);
  });
});
