import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { UsageError } from '../../../cli/src/command';
import { checkCommand } from '../../../cli/src/commands/check';
import { runCommand } from './terminal';

const folder = mkdtempSync(path.join(tmpdir(), 'check-'));
after(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const good =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: c\n      image: i:1\n';
const bad = good.replace('spec:', 'spec:\n  serviceAccountName: x');

interface Told {
  readonly kubernetesVersion: string;
  readonly files: readonly {
    readonly file: string;
    readonly accepted: boolean;
    readonly findings: readonly {
      readonly rule: string;
      readonly severity: string;
      readonly path: string;
      readonly start: { readonly line: number; readonly character: number };
      readonly kubelet?: { readonly stage: string };
    }[];
  }[];
}

async function checkJson(args: readonly string[]): Promise<Told & { readonly code: number }> {
  const { code, stdout } = await runCommand(checkCommand, ['--output', 'json', ...args]);
  return { code, ...(JSON.parse(stdout) as Told) };
}

test('0: it would run; 1: it is refused, at the field that refers', async () => {
  assert.equal((await checkJson([write('good.yaml', good)])).code, 0);
  const told = await checkJson([write('bad.yaml', bad)]);
  assert.equal(told.code, 1);
  assert.equal(told.kubernetesVersion, '1.37');
  const finding = told.files[0]?.findings.find(({ kubelet }) => kubelet !== undefined);
  assert.deepEqual(
    [finding?.path, finding?.severity, finding?.kubelet, finding?.start],
    ['spec.serviceAccountName', 'error', { stage: 'reference' }, { line: 5, character: 2 }],
  );
});

test('an older kubelet takes a reference', async () => {
  const told = await checkJson(['--kubernetes-version', '1.33', write('bad.yaml', bad)]);
  assert.deepEqual([told.code, told.kubernetesVersion], [0, '1.33']);
});

test('files keep the order in which they are named; a file is judged whatever it is called', async () => {
  const files = [write('z.txt', bad), write('.hidden', good), write('a.yaml', good)];
  const told = await checkJson(files);
  assert.deepEqual(
    told.files.map(({ file, accepted }) => [file, accepted]),
    files.map((file, index) => [file, index !== 0]),
  );
});

test('a folder is read as the kubelet reads it', async () => {
  const manifests = path.join(folder, 'manifests');
  write('manifests/b.yaml.bak', good);
  write('manifests/a.yaml', good);
  write('manifests/.swp', 'x: [');
  write('manifests/sub/c.yaml', 'x: [');
  symlinkSync(path.join(folder, 'a.yaml'), path.join(manifests, 'link'));
  symlinkSync('/nowhere', path.join(manifests, 'dangling'));
  const told = await checkJson([manifests]);
  assert.deepEqual(
    told.files.map(({ file }) => path.relative(manifests, file)),
    // A sub-folder is not read, and has its place because that is said of it.
    ['a.yaml', 'b.yaml.bak', 'link', 'sub'],
  );
});

test('2: what cannot be read is told, the rest is still checked', async () => {
  const { code, stdout, stderr } = await runCommand(checkCommand, [
    write('good.yaml', good),
    path.join(folder, 'none'),
  ]);
  assert.equal(code, 2);
  assert.match(stderr, /none can't be read: there is no such file or folder/);
  assert.match(stdout, /^1 manifest: .* would run it/m);
});

test('wrong use', () => {
  for (const args of [[], ['--kubernetes-version', '1.30', 'x'], ['--kubernetes-version', '37', 'x']]) {
    assert.throws(() => {
      void runCommandSync(args);
    }, UsageError);
  }
});

function runCommandSync(args: readonly string[]): unknown {
  const options = new Map<string, string>();
  const operands: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? '';
    if (word.startsWith('--')) {
      options.set(word.slice(2), args[++index] ?? '');
    } else {
      operands.push(word);
    }
  }
  return checkCommand.run({
    operands,
    options: { flag: () => false, number: () => undefined, texts: () => [], text: (name) => options.get(name) },
    terminal: { stdin: process.stdin, print: () => undefined, tell: () => undefined },
  });
}

test('text as a compiler speaks, and nothing of a file can move the cursor', async () => {
  const file = write('ev\u001b[2Jil.yaml', good.replace('containers:', '"x\\u001b[31m": 1\n  containers:'));
  const { stdout } = await runCommand(checkCommand, [file]);
  assert.match(stdout, /^\S*ev\\u\{1b\}\[2Jil\.yaml:6:3: warning unknown-field /m);
  // eslint-disable-next-line no-control-regex -- what must not be there
  assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test('github: one workflow command a finding', async () => {
  const { stdout } = await runCommand(checkCommand, ['--output', 'github', write('a,b:c.yaml', bad)]);
  assert.match(stdout, /^::error file=\S*a%2Cb%3Ac\.yaml,line=6,col=3,endLine=6,endColumn=21,title=\S+::.+$/m);
});

test('sarif: rules and places', async () => {
  const { stdout } = await runCommand(checkCommand, ['--output', 'sarif', write('bad.yaml', bad)]);
  const log = JSON.parse(stdout) as {
    version: string;
    runs: {
      tool: { driver: { rules: { id: string }[] } };
      results: { ruleId: string; ruleIndex: number; level: string; locations: unknown[] }[];
    }[];
  };
  assert.equal(log.version, '2.1.0');
  const result = log.runs[0]?.results.find(({ level }) => level === 'error');
  assert.ok(result);
  assert.equal(log.runs[0]?.tool.driver.rules[result.ruleIndex]?.id, result.ruleId);
  assert.match(JSON.stringify(result.locations), /"startLine":6,"startColumn":3/);
});
