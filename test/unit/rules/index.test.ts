import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { checkFolder, type FolderInput } from '../../../server/src/language-service/check-folder';
import { check } from '../../../server/src/language-service/check';
import { createLanguageService } from '../../../server/src/language-service/service';
import { defaultSettings } from '../../../server/src/protocol';
import type { Finding, Severity } from '../../../server/src/rules/rule';
import { createTestService, podWith } from '../../support/rule-test';
import { rules } from '../../../server/src/rules';

const ids = rules.map((rule) => rule.id).sort();
/** Files beside the rules that are none themselves. */
const shared = new Set(['rule', 'index', 'field-path', 'nearest']);
/** Their example is a folder or a huge file: their own tests make them. */
const needsMoreThanText = new Set([...rules.filter(({ on }) => on === 'folder').map(({ id }) => id), 'file-size']);
const newest = { minor: 37, nodeName: 'my-node1', source: 'file' } as const;
const service = createTestService();

function namesIn(folder: string, ending: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();
}

/** The rules that speak of a text in a folder of manifests. */
function rulesOf(text: string): string[] {
  const { findings } = service.judge(text, { path: '/srv/manifests/x.yaml', treatAsStaticPod: false }, newest);
  return [...findings, ...service.check(text, newest).findings].map((finding) => finding.rule);
}

function exampleIn(page: string, heading: string): string {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return /```(?:yaml|json)\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
}

describe('the rules', () => {
  it('have ids of their own', () => {
    assert.deepEqual(ids, [...new Set(ids)]);
  });

  it('are the files of their folder', () => {
    const files = namesIn('server/src/rules', '.ts').filter((name) => !shared.has(name));
    // A rule that is not in the index is never run.
    assert.deepEqual(
      files.filter((file) => !ids.includes(file)),
      [],
    );
    assert.deepEqual(
      ids.filter((id) => !files.includes(id)),
      [],
    );
  });

  it('have a page each', () => {
    assert.deepEqual(
      namesIn('docs/rules', '.md').filter((name) => name !== 'README'),
      ids,
    );
  });

  it('have a test each', () => {
    const tests = namesIn('test/unit/rules', '.test.ts');
    assert.deepEqual(
      ids.filter((id) => !tests.includes(id)),
      [],
    );
  });

  for (const id of ids) {
    it(`${id}: its page's example draws it and the other does not`, () => {
      const page = readFileSync(`docs/rules/${id}.md`, 'utf8');
      assert.match(page, new RegExp(`^# ${id}\n`));
      if (needsMoreThanText.has(id)) {
        return;
      }
      const faulty = exampleIn(page, 'Example');
      const sound = exampleIn(page, 'Use instead');
      assert.notEqual(faulty, '');
      assert.notEqual(sound, '');
      assert.ok(rulesOf(faulty).includes(id), `the example draws ${rulesOf(faulty).join(', ') || 'nothing'}`);
      assert.deepEqual(
        rulesOf(sound).filter((rule) => rule === id),
        [],
      );
      assert.equal(service.check(sound, newest).accepted, true, JSON.stringify(service.check(sound, newest).findings));
    });
  }
});

/** Folders that draw what only the sight of a folder shows, and a file of 10 MiB. */
const folders: Readonly<Record<string, readonly FolderInput[]>> = {
  'folder-twin': [file('a.yaml'), file('b.yaml')],
  'folder-host-port': [
    file('a.yaml', podWith({ container: 'ports: [{containerPort: 80, hostPort: 80}]' })),
    file('b.yaml', podWith({ container: 'ports: [{containerPort: 80, hostPort: 80}]' }).replace('web', 'other')),
  ],
  'folder-backup': [file('a.yaml.bak')],
  'folder-stranger': [file('kustomization.yaml', 'resources: [a.yaml]\n')],
  'folder-entry': [{ name: 'sub', kind: 'folder' }],
  'file-size': [file('a.yaml', `${podWith({})}#${'x'.repeat(10 << 20)}`)],
};

function file(name: string, text = podWith({})): FolderInput {
  return { name, kind: 'file', text };
}

/** What a rule finds in its example, if the setting `staticPods.rules` gives it a severity. */
function findWith(id: string, severity: Severity | 'off' | undefined): readonly Finding[] {
  const severities = severity === undefined ? {} : { [id]: severity };
  const folder = folders[id];
  if (folder !== undefined) {
    return checkFolder(folder, newest, severities).flatMap(({ findings }) => findings);
  }
  const text = exampleIn(readFileSync(`docs/rules/${id}.md`, 'utf8'), 'Example');
  const own = createLanguageService(
    { log: (message) => assert.fail(message) },
    { ...defaultSettings, rules: severities },
  );
  const { findings } = own.judge(text, { path: '/srv/manifests/x.yaml', treatAsStaticPod: false }, newest);
  return [...findings, ...own.check(text, newest).findings];
}

describe('the severity of a rule', () => {
  const setting = (
    JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { configuration: { properties: Record<string, { additionalProperties: { enum: string[] } }> } };
    }
  ).contributes.configuration.properties['staticPods.rules'];
  const severities = ['error', 'warning', 'information', 'hint'] as const;

  it('may be each of LSP, or off', () => {
    assert.deepEqual(setting?.additionalProperties.enum, [...severities, 'off']);
  });

  for (const rule of rules) {
    it(`${rule.id}: is the setting's, and its own without`, () => {
      const found = (severity: Severity | 'off' | undefined): Severity[] =>
        findWith(rule.id, severity)
          .filter((finding) => finding.rule === rule.id)
          .map((finding) => finding.severity);
      assert.ok(found(undefined).length > 0, 'its example draws it');
      for (const severity of severities) {
        assert.deepEqual([...new Set(found(severity))], [severity]);
      }
      assert.deepEqual(found('off'), []);
    });
  }

  it('changes no verdict', () => {
    for (const rule of rules) {
      if (folders[rule.id] === undefined) {
        const text = exampleIn(readFileSync(`docs/rules/${rule.id}.md`, 'utf8'), 'Example');
        assert.equal(check(text, newest, { [rule.id]: 'off' }).accepted, check(text, newest).accepted, rule.id);
      }
    }
  });
});
