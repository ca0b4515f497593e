import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../server/src/language-service/check';
import { complete } from '../../../server/src/language-service/complete';
import { hover } from '../../../server/src/language-service/hover';
import { newest, podWith } from '../../support/rule-test';

/** Completes where `|` stands in the text. */
function at(text: string): { labels: string[]; replaced: string; newTexts: string[] } {
  const offset = text.indexOf('|');
  const clean = text.replace('|', '');
  const result = complete(clean, offset, newest);
  return {
    labels: result?.items.map(({ label }) => label) ?? [],
    newTexts: result?.items.map(({ newText }) => newText) ?? [],
    replaced: result === undefined ? '' : clean.slice(result.replace.start, result.replace.end),
  };
}

describe('completion', () => {
  it('offers the fields of the object that are not there yet', () => {
    const { labels, replaced } = at(podWith({ container: 'imageP|' }));
    assert.ok(labels.includes('imagePullPolicy'));
    assert.ok(!labels.includes('image'), 'image is there already');
    assert.ok(!labels.includes('hostNetwork'), 'a field of the Pod');
    assert.equal(replaced, 'imageP');
  });

  it('offers fields in an item that is just begun', () => {
    assert.ok(at(podWith({ container: 'ports:\n  - |' })).labels.includes('containerPort'));
  });

  it('offers fields of the Pod at the margin', () => {
    assert.deepEqual(at('apiVersion: v1\nkind: Pod\n|').labels.slice(0, 2), ['metadata', 'spec']);
  });

  it('goes on after a half-written line above', () => {
    assert.ok(at(podWith({ spec: 'hostNetwork\n|' })).labels.length >= 0);
    assert.ok(at('apiVersion: v1\nkind: Pod\nspec:\n  |\n').labels.includes('containers'));
  });

  it('offers the constants of a field', () => {
    assert.deepEqual(at(podWith({ container: 'imagePullPolicy: |' })).labels, ['Always', 'Never', 'IfNotPresent']);
    assert.deepEqual(at(podWith({ spec: 'hostNetwork: |' })).labels, ['true', 'false']);
  });

  it('starts a list for a list and a line for text', () => {
    const { labels, newTexts } = at(podWith({ container: '|' }));
    assert.equal(newTexts[labels.indexOf('ports')], 'ports:\n  - ');
    assert.equal(newTexts[labels.indexOf('workingDir')], 'workingDir: ');
  });

  it('offers nothing in a label', () => {
    assert.deepEqual(at(podWith({ metadata: 'labels:\n  a|' })).labels, []);
  });
});

describe('hover', () => {
  it('tells type and constants of a field', () => {
    const text = podWith({ container: 'imagePullPolicy: Always' });
    const result = hover(analyze(text, newest), text.indexOf('imagePullPolicy') + 2);
    assert.match(result?.markdown ?? '', /^`spec\.containers\[0\]\.imagePullPolicy` — text: Always, /);
  });

  it('is silent on a value and on an unknown field', () => {
    const text = podWith({ container: 'bogus: 1' });
    assert.equal(hover(analyze(text, newest), text.indexOf('bogus')), undefined);
    assert.equal(hover(analyze(text, newest), text.indexOf('nginx')), undefined);
  });

  it('does not end a code span with what a document says', () => {
    const text = podWith({ metadata: 'labels: {"a`b": c}' });
    assert.doesNotMatch(hover(analyze(text, newest), text.indexOf('a`b') + 1)?.markdown.slice(1, 30) ?? '', /a`b/);
  });
});
