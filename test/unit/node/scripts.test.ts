import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { observeNode } from '../../../client/src/node/observe';
import {
  applyScript,
  cancelScript,
  kubeletSettingsScript,
  observeScript,
  reconcileScript,
  timelineScript,
  webListScript,
} from '../../../client/src/node/scripts';
import json from '../../../client/src/node/scripts/json.sh';
import kubelet from '../../../client/src/node/scripts/kubelet.sh';
import { joinStaticPods } from '../../../client/src/node/static-pods';
import { readWebList, WebListError } from '../../../client/src/node/web-list';
import { nodeWith } from './nodes';
import { shells, StandInNode } from './stand-in';

const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;

for (const [name, script] of Object.entries({
  observeScript,
  applyScript,
  reconcileScript,
  timelineScript,
  cancelScript,
  kubeletSettingsScript,
  webListScript,
})) {
  test(`shellcheck finds nothing in ${name} as it goes to a node`, { skip: !hasShellcheck }, () => {
    const { stdout } = spawnSync('shellcheck', ['-s', 'sh', '-'], { input: script, encoding: 'utf8' });
    assert.equal(stdout, '');
  });
}

const hostile = {
  items: [
    { a: '"quoted" \\ \t \n {[,:]}', b: [1, -2.5e3, true, null], '': { 'x.y/z': 'ü€😀' } },
    { deep: [[['x', { y: [] }]], {}], empty: '' },
  ],
};

function flat(value: unknown, at: readonly string[] = []): string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, child]) => flat(child, [...at, JSON.stringify(key).slice(1, -1)]));
  }
  return [[...at, typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : String(value)].join('\t')];
}

for (const shell of shells) {
  describe(`in ${shell.name}`, () => {
    test('JSON becomes one line a value, however it is laid out and whatever it holds', () => {
      for (const text of [JSON.stringify(hostile), JSON.stringify(hostile, undefined, 2)]) {
        const args = shell.onlyBusybox === true ? ['sh', '-s'] : ['-s'];
        const { stdout, stderr } = spawnSync(shell.program, args, {
          input: `${json}\nflatten_json <<'JSON'\n${text}\nJSON\n`,
          encoding: 'utf8',
        });
        assert.equal(stderr, '');
        assert.deepEqual(stdout.replace(/\n$/, '').split('\n'), flat(hostile));
      }
    });

    test('a node is looked at in one round trip, whatever lies in its folder', async () => {
      const node = new StandInNode(shell);
      try {
        const write = (name: string, text: string): void => {
          writeFileSync(path.join(node.manifests, name), text);
        };
        write('web.yaml', 'kind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c}]}\n');
        write('.hidden', 'kind: Pod\n');
        write('forged\n@end\nb2sK', '@kubelet.version\n');
        write('bad.yaml', 'kind: Pod # refused\n');
        write('large.yaml', `# ${'x'.repeat(300_000)}\n`);
        symlinkSync('/nowhere', path.join(node.manifests, 'link'));
        node.sync();
        const observed = await observeNode(node, {});
        assert.equal(node.roundTrips, 1);
        assert.deepEqual(observed.remarks, []);
        assert.deepEqual(readdirSync(node.home), [], 'a look leaves nothing on the node');
        assert.equal(observed.kubelet.version, 'v1.37.2');
        assert.equal(observed.nodeName, 'node-a');
        assert.equal(observed.staticPodPath, node.manifests);
        assert.deepEqual(observed.health, { state: 'ok' });
        assert.deepEqual(
          observed.manifests.map(({ path: file, kind, linkTarget }) => [
            path.relative(node.manifests, file),
            kind,
            linkTarget,
          ]),
          [
            ['bad.yaml', 'file', undefined],
            ['forged\n@end\nb2sK', 'file', undefined],
            ['large.yaml', 'file', undefined],
            ['link', 'other', '/nowhere'],
            ['web.yaml', 'file', undefined],
          ],
        );
        const large = observed.manifests.find(({ size }) => size > 300_000);
        assert.equal(large?.content, undefined);
        assert.match(large?.sha256 ?? '', /^[0-9a-f]{64}$/);
        assert.equal(joinStaticPods(observed).find(({ name }) => name === 'web')?.state.state, 'running');
        assert.deepEqual(
          observed.problems.filter(({ path: file }) => file.endsWith('bad.yaml')).map(({ message }) => message),
          ['it is refused'],
        );
      } finally {
        node.dispose();
      }
    });

    test('drop-ins come in the order of the names of each folder, links among them', () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'drop-ins-'));
      mkdirSync(path.join(folder, 'a'));
      mkdirSync(path.join(folder, 'x.conf'));
      for (const name of ['B.conf', 'a.conf', 'a/z.conf', 'x.conf/in.conf', 'left.conf.bak', '10 b.conf']) {
        writeFileSync(path.join(folder, name), '');
      }
      symlinkSync('a.conf', path.join(folder, 'link.conf'));
      const args = shell.onlyBusybox === true ? ['sh', '-s', '--', folder] : ['-s', '--', folder];
      const { stdout } = spawnSync(shell.program, args, { input: `${kubelet}\ndrop_ins "$1"\n`, encoding: 'utf8' });
      assert.deepEqual(
        stdout
          .trim()
          .split('\n')
          .map((file) => path.relative(folder, file)),
        ['10 b.conf', 'B.conf', 'a/z.conf', 'a.conf', 'link.conf', 'x.conf/in.conf'],
      );
      rmSync(folder, { recursive: true });
    });

    test('a list is asked for as the kubelet asks for it, and no word of it is of a command line', async () => {
      const node = new StandInNode(shell);
      const asked = nodeWith({ staticPodURL: 'http://web/a"b\\c?t=$(id)' });
      const kubelet = { ...asked.kubelet, argv: ['kubelet', '--manifest-url-header=X-Token:s3c"ret'] };
      try {
        node.program('curl', 'echo "$#" > /dev/null; cat; echo "$*" | grep -c -e token -e web/ || :');
        const got = await readWebList(node, { ...asked, kubelet });
        assert.equal(
          got.toString('utf8'),
          'url = "http://web/a\\"b\\\\c?t=$(id)"\nheader = "X-Token: s3c\\"ret"\n\n0\n',
        );
        node.program('curl', 'echo "curl: (22) 404" >&2; exit 22');
        await assert.rejects(readWebList(node, asked), (error) => {
          assert.ok(error instanceof WebListError);
          assert.match(error.message, /does not get .*: curl: \(22\) 404$/);
          return true;
        });
      } finally {
        node.dispose();
      }
    });

    test('a configuration that the script reads wrongly costs a second round trip, not a wrong answer', async () => {
      const node = new StandInNode(shell);
      try {
        const elsewhere = mkdtempSync(path.join(tmpdir(), 'manifests-'));
        writeFileSync(path.join(node.root, 'config.yaml'), `staticPodPath: >-\n  ${elsewhere}\n`);
        const observed = await observeNode(node, {});
        assert.deepEqual([observed.staticPodPath, node.roundTrips], [elsewhere, 2]);
        rmSync(elsewhere, { recursive: true });
      } finally {
        node.dispose();
      }
    });
  });
}
