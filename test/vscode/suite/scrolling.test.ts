import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { utils } from 'ssh2';
import * as vscode from 'vscode';
import { containers, describeNode, pods } from '../../../bench/large-node.mjs';
import { SshServer } from '../../../demo/src/ssh-server';
import { requireDriver } from './driver';
import { openExplorer, row } from './explorer';
import { test } from './runner';
import { closeEverything } from './workspace';

/** The suite is bundled to out/vscode/suite. */
const recordings = path.resolve(__dirname, '../../../test/fixtures/recordings');

/** Answers each look as a large node does, in one of two ways, in which every seventh container differs; else: who one is. */
const answerInTurn = `#!/bin/sh
case $2 in
  sh\\ -s\\ *)
    IFS= read -r first
    cat > /dev/null
    exec sed "s/^@nonce /@\${first#nonce=} /" "answer.$(($$ % 2))"
    ;;
  *) echo root ;;
esac
`;

test(
  'scrolling: a node of 110 Pods and 500 containers scrolls while it is looked at',
  { needsDriver: true, limit: 300_000 },
  async () => {
    const driver = requireDriver();
    const folder = mkdtempSync(path.join(tmpdir(), 'static-pods-large-'));
    const file = (name: string, content: string | Buffer): string => {
      writeFileSync(path.join(folder, name), content, { mode: 0o600 });
      return path.join(folder, name);
    };
    const [host, user] = [utils.generateKeyPairSync('ed25519'), utils.generateKeyPairSync('ed25519')];
    chmodSync(file('sh', answerInTurn), 0o700);
    file('answer.0', describeNode({ recordings, round: 1, nonce: 'nonce' }));
    file('answer.1', describeNode({ recordings, round: 2, nonce: 'nonce' }));
    const server = await SshServer.listen({
      hostKey: host.private,
      user: 'root',
      authorizedKey: user.public,
      variables: { PATH: `${folder}:/usr/bin:/bin` },
      workingFolder: folder,
      port: 0,
    });
    const { port } = server.address;
    const configuration = vscode.workspace.getConfiguration('staticPods');
    const before = configuration.inspect('nodes')?.workspaceValue;
    const set = (key: string, value: unknown): Thenable<void> =>
      configuration.update(key, value, vscode.ConfigurationTarget.Workspace);
    const measure = async (what: string): Promise<number> => {
      const { frames, longTasks } = await driver.scroll({ ...row('static Pod pod-'), notches: 200 });
      const sorted = [...frames].sort((a, b) => a - b);
      const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
      const long = frames.filter((frame) => frame > 50);
      const numbers = [at(0.5), at(0.95), at(1)].map((value) => value.toFixed(1)).join(' / ');
      console.log(
        `${what}: ${String(frames.length)} frames, median / p95 / longest ${numbers} ms, ` +
          `${String(long.length)} above 50 ms; ${String(longTasks.length)} long tasks of the page`,
      );
      return at(0.5);
    };
    try {
      await closeEverything();
      await openExplorer();
      await set('explorer.refreshInterval', 0);
      await set('nodes', [
        {
          name: 'large',
          host: '127.0.0.1',
          port,
          user: 'root',
          identityFile: file('user', user.private),
          knownHostsFile: file('known_hosts', `[127.0.0.1]:${String(port)} ${host.public}\n`),
        },
      ]);
      await driver.waitFor(row('static Pod pod-', 90_000));
      // A node with so many Pods shows them folded at first: each is unfolded, from the last to the first.
      await driver.click(row('static Pod pod-0 on'));
      await driver.press('End');
      for (let pod = 0; pod < pods; pod += 1) {
        await driver.press('ArrowRight');
        await driver.press('ArrowUp');
      }
      await driver.press('Home');
      await driver.waitFor(row('container container-0 of pod-0', 60_000));
      const still = await measure(`${String(pods)} Pods, ${String(containers)} containers, at rest`);
      await set('explorer.refreshInterval', 1);
      const busy = await measure('while the node is looked at each second');
      assert.ok(still < 50 && busy < 50, `the frames took ${String(still)} and ${String(busy)} ms`);
      await driver.takePicture('large-node', { waitFor: [row('static Pod pod-')] });
    } finally {
      await set('nodes', before);
      await set('explorer.refreshInterval', undefined);
      await server.close();
      rmSync(folder, { recursive: true });
    }
  },
);
