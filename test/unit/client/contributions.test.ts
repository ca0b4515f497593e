import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { defaultSettings, supportedMinors } from '../../../server/src/protocol';
import { rules } from '../../../server/src/rules';

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly group?: string }[]>>;
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default: unknown; readonly enum?: readonly string[] }>>;
    };
    readonly grammars: readonly { readonly path: string }[];
  };
}

const text = readFileSync('package.json', 'utf8');
const manifest = JSON.parse(text) as Manifest;
const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
const declared = manifest.contributes.commands.map(({ command }) => command).sort();

describe('package.json', () => {
  it('declares the commands of the table, and no others', () => {
    // The table imports vscode, which exists in an extension host only: its ids are read off its text.
    const table = readFileSync('client/src/commands/index.ts', 'utf8');
    const ids = [...table.matchAll(/'(staticPods\.\w+)':/g)].map((match) => match[1]);
    assert.deepEqual(ids.sort(), declared);
  });

  it('uses only declared commands in menus', () => {
    for (const item of Object.values(manifest.contributes.menus).flat()) {
      assert.ok(declared.includes(item.command), item.command);
    }
  });

  it('has a text for every key, and no text without one', () => {
    const used = [...text.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
  });

  it('has the defaults that the language server has', () => {
    const { properties } = manifest.contributes.configuration;
    const defaultOf = (name: string): unknown => properties[`staticPods.${name}`]?.default;
    assert.deepEqual(defaultOf('files.include'), defaultSettings.files.include);
    assert.deepEqual(defaultOf('files.exclude'), defaultSettings.files.exclude);
    assert.equal(defaultOf('kubernetesVersion'), defaultSettings.kubernetesVersion);
    assert.equal(defaultOf('nodeName'), defaultSettings.nodeName);
    assert.deepEqual(properties['staticPods.kubernetesVersion']?.enum, [
      'newest',
      ...supportedMinors.map((minor) => `1.${minor}`),
    ]);
  });

  it('is activated by an editor of a node’s file that outlived a window', () => {
    const scheme = /nodeFileScheme = '([\w-]+)'/.exec(readFileSync('client/src/documents/node-files.ts', 'utf8'))?.[1];
    assert.ok(manifest.activationEvents.includes(`onFileSystem:${scheme ?? ''}`));
  });

  it('names files that exist', () => {
    for (const file of [manifest.icon, ...manifest.contributes.grammars.map(({ path }) => path)]) {
      assert.ok(existsSync(file), file);
    }
  });
});

describe('the rules', () => {
  it('keep to kebab-case ids', () => {
    assert.deepEqual(
      rules.map(({ id }) => id).filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)),
      [],
    );
  });
});
