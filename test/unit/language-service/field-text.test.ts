import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../server/src/language-service/check';
import { complete } from '../../../server/src/language-service/complete';
import { describeByText, toMarkdown, type FieldTexts } from '../../../server/src/language-service/field-text';
import { hover } from '../../../server/src/language-service/hover';
import { newest, podWith } from '../../support/rule-test';

/** Texts that name what was asked for, but of `image` and `resources`. */
const texts: FieldTexts = {
  textOf: (type, field) =>
    field === 'image' || field === 'resources' ? undefined : `${type}'s ${field === '' ? 'own text' : field}`,
};

function hovered(text: string, word: string): string | undefined {
  const offset = text.indexOf(word);
  assert.notEqual(offset, -1);
  return hover(analyze(text, newest), offset, texts)?.markdown;
}

describe('Markdown of a plain text', () => {
  const cases: readonly (readonly [text: string, markdown: string])[] = [
    ['Name is a DNS_LABEL.', 'Name is a DNS\\_LABEL.'],
    ['<key,value> of *any* [kind]', '\\<key,value\\> of \\*any\\* \\[kind\\]'],
    ['a <img src=x onerror=y> & more', 'a \\<img src=x onerror=y\\> \\& more'],
    ['[click](command:workbench.action.quit)', '\\[click\\](command:workbench.action.quit)'],
    ['- one\n+ two\n1. three\n2) four', '\\- one\n\\+ two\n1\\. three\n2\\) four'],
    ['use `host_network` and `x', 'use `host_network` and \\`x'],
    [
      'More info: https://kubernetes.io/docs/a_b#c-d. Cannot be updated.',
      'More info: <https://kubernetes.io/docs/a_b#c-d>. Cannot be updated.',
    ],
    ['(see https://example.org/x) javascript:alert(1)', '(see <https://example.org/x>) javascript:alert(1)'],
    ['$(VAR) ~~x~~ # y | z \\', '\\$(VAR) \\~\\~x\\~\\~ \\# y \\| z \\\\'],
  ];
  for (const [text, markdown] of cases) {
    it(JSON.stringify(text), () => {
      assert.equal(toMarkdown(text), markdown);
    });
  }
});

describe("Kubernetes' text on a field", () => {
  it('stands in a hover, behind the facts', () => {
    assert.match(
      hovered(podWith({ container: 'imagePullPolicy: Always' }), 'imagePullPolicy') ?? '',
      /^`spec\.containers\[0\]\.imagePullPolicy` — [^]*\n\nContainer's imagePullPolicy$/,
    );
  });

  it("is that on the value's type, where there is none on the field", () => {
    assert.match(
      hovered(podWith({ container: 'resources: {}' }), 'resources') ?? '',
      /\n\nResourceRequirements's own text$/,
    );
  });

  it('is missing for a key of free choice, and where nobody lends texts', () => {
    assert.doesNotMatch(hovered(podWith({ metadata: 'labels: {app: web}' }), 'app:') ?? '', /own text/);
    assert.equal(describeByText(undefined, { owner: 'Container', field: 'image', type: 'string' }), undefined);
  });

  it('is found from a completion', () => {
    const text = podWith({ container: 'imageP' });
    const item = complete(text, text.indexOf('imageP') + 6, newest)?.items.find(
      ({ label }) => label === 'imagePullPolicy',
    );
    assert.deepEqual(item?.place, { owner: 'Container', field: 'imagePullPolicy', type: 'string' });
  });
});
