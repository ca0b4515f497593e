import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { bedNode, containersOf, onNode, untilFound } from './bed';
import { nodeFlags, nodeOf, staticPods } from './product';

/** The kubelet's own settings on a real node: found, changed, moved, put back. The node is left as it was. */
const node = bedNode('n1');
const configuration = '/var/lib/kubelet/config.yaml';
const unit = '/etc/systemd/system/kubelet.service';
const kept = '/root/kubelet-settings-test';
const pod = `static-web-${node.nodeName}`;
const manifest = `apiVersion: v1
kind: Pod
metadata:
  name: static-web
spec:
  hostNetwork: true
  terminationGracePeriodSeconds: 1
  containers:
    - name: web
      image: docker.io/library/nginx:latest
      imagePullPolicy: IfNotPresent
      env: [{name: NGINX_PORT, value: '18210'}]
`;

interface Told {
  readonly result: string;
  readonly message: string;
  readonly journal?: readonly string[];
  readonly files?: readonly { readonly path: string; readonly diff: string }[];
  readonly containers?: { readonly kept: readonly string[]; readonly gone: readonly string[] };
}

interface Shown {
  readonly settings: readonly {
    readonly key: string;
    readonly value: string;
    readonly winner: {
      readonly by: string;
      readonly file: string;
      readonly line: number;
      readonly flag?: string;
    } | null;
  }[];
  readonly remarks: readonly string[];
}

async function change(args: readonly string[], code: number): Promise<Told> {
  const ran = await staticPods(node, 'kubelet', [...args, '--yes', '--stable', '2', '--output', 'json']);
  assert.equal(ran.code, code, ran.stdout + ran.stderr);
  return nodeOf<Told>(ran);
}

async function settingOf(key: string) {
  const ran = await staticPods(node, 'kubelet', ['show', '--output', 'json']);
  assert.equal(ran.code, 0, ran.stderr);
  const shown = nodeOf<Shown>(ran);
  const setting = shown.settings.find((candidate) => candidate.key === key);
  assert.ok(setting !== undefined);
  return { ...setting, remarks: shown.remarks.join('\n') };
}

function untilRunning(): Promise<string> {
  return untilFound(
    'static-web runs',
    60,
    async () => (await containersOf(node, pod)).find(({ state }) => state === 'CONTAINER_RUNNING')?.id,
  );
}

async function restartByHand(): Promise<void> {
  await onNode(node, 'systemctl daemon-reload && systemctl restart kubelet');
  await untilFound('the kubelet is healthy', 60, async () =>
    (await onNode(node, 'curl -s http://127.0.0.1:10248/healthz || true')) === 'ok' ? true : undefined,
  );
}

describe("the kubelet's settings", () => {
  before(async () => {
    await onNode(node, `mkdir -p ${kept} && cp -a ${configuration} ${unit} ${kept}/ && rm -rf /etc/static-pods-test`);
    await onNode(node, `sed -i '/^staticPodPath:/d' ${configuration}`);
    await restartByHand();
  });
  after(async () => {
    await onNode(
      node,
      `cp -a ${kept}/config.yaml ${configuration}; cp -a ${kept}/kubelet.service ${unit}
       rm -rf ${unit}.d /etc/kubernetes/kubelet /etc/static-pods-test ${kept}`,
    );
    await restartByHand();
  });

  test('without --yes and without a terminal nothing is done: exit code 2', async () => {
    const ran = await staticPods(node, 'kubelet', ['set', 'staticPodPath=/etc/static-pods-test']);
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /--yes/);
    assert.equal(await onNode(node, `cmp <(sed '/^staticPodPath:/d' ${kept}/config.yaml) ${configuration}`), '');
  });

  test('a kubelet with no staticPodPath gets one, with its folder, and runs static-web', async (t) => {
    assert.equal((await settingOf('staticPodPath')).value, '');
    const started = Date.now();
    const told = await change(['set', 'staticPodPath=/etc/static-pods-test'], 0);
    t.diagnostic(`set staticPodPath, 2 s of it healthy: ${(Date.now() - started) / 1000} s`);
    assert.equal(told.result, 'healthy');
    assert.match(told.files?.[0]?.diff ?? '', /^\+staticPodPath: \/etc\/static-pods-test$/m);
    assert.equal(await onNode(node, `stat -c '%U:%G %a' /etc/static-pods-test`), 'root:root 755\n');
    const setting = await settingOf('staticPodPath');
    assert.deepEqual(
      [setting.value, setting.winner?.by, setting.winner?.file],
      ['/etc/static-pods-test', 'configuration', configuration],
    );
    const comments = `grep -c '^#' ${configuration}`;
    assert.equal(
      await onNode(node, comments),
      await onNode(node, comments.replace(configuration, `${kept}/config.yaml`)),
    );
    const saved = await onNode(node, 'ls /var/lib/static-pods/kubelet/config.yaml');
    assert.notEqual(saved, '', 'the old file is kept');
    await onNode(node, 'cat > /etc/static-pods-test/static-web.yaml', { input: manifest });
    await untilRunning();
  });

  test('restart: healthy again, the same containers run on', async (t) => {
    const id = await untilRunning();
    const pid = await onNode(node, 'pidof kubelet');
    const started = Date.now();
    const told = await change(['restart'], 0);
    t.diagnostic(`restart, 2 s of it healthy: ${(Date.now() - started) / 1000} s`);
    assert.equal(told.result, 'healthy');
    assert.ok(told.containers?.kept.includes(id));
    assert.deepEqual(told.containers?.gone, []);
    assert.equal(await untilRunning(), id);
    assert.notEqual(await onNode(node, 'pidof kubelet'), pid);
  });

  test('a wrong setting is put back by itself, the journal says why, and the kubelet is healthy again', async (t) => {
    const id = await untilRunning();
    const text = await onNode(node, `cat ${configuration}`);
    const refused = await change(['set', 'fileCheckFrequency=2parsec'], 1);
    assert.match(refused.message, /duration with a unit/);
    const started = Date.now();
    const told = await change(['set', 'fileCheckFrequency=2parsec', '--force'], 1);
    t.diagnostic(`wrong setting, until the old one is healthy: ${(Date.now() - started) / 1000} s`);
    assert.equal(told.result, 'rolled-back');
    assert.match(told.journal?.join('\n') ?? '', /unknown unit \\"parsec\\"/);
    assert.equal(await onNode(node, `cat ${configuration}`), text);
    assert.equal(await onNode(node, 'curl -s http://127.0.0.1:10248/healthz'), 'ok');
    assert.equal(await untilRunning(), id, 'static-web was not touched');
  });

  test('the client is killed while a wrong setting is tried: the node puts it back by itself', async () => {
    const id = await untilRunning();
    const text = await onNode(node, `cat ${configuration}`);
    const args = ['set', 'fileCheckFrequency=3parsec', '--force', '--yes', '--stable', '2', ...nodeFlags(node)];
    const child = spawn(process.execPath, [process.env['STATIC_PODS_CLI'] ?? 'dist/cli.js', 'kubelet', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await new Promise<void>((resolve) => {
      child.stderr.on('data', (told: Buffer) => {
        if (told.toString().includes('to be healthy')) {
          child.kill('SIGKILL');
        }
      });
      child.on('close', () => resolve());
    });
    assert.equal(child.signalCode, 'SIGKILL');
    assert.match(await onNode(node, `cat ${configuration}`), /3parsec/, 'it was in the middle of it');
    await untilFound('the node has put it back', 60, async () => {
      const last = await onNode(node, 'tail -qn 1 "$(ls -d /var/lib/static-pods/transactions/*/ | tail -n 1)"journal');
      return last.includes('\tend\tundone') ? true : undefined;
    });
    assert.equal(await onNode(node, `cat ${configuration}`), text);
    assert.equal(await onNode(node, 'curl -s http://127.0.0.1:10248/healthz'), 'ok');
    assert.equal(await untilRunning(), id);
  });

  test('a configuration file that is a link is changed where it lies, and one that can not be written not at all', async () => {
    const id = await untilRunning();
    const real = '/etc/kubelet-settings-test.yaml';
    await onNode(node, `mv ${configuration} ${real} && ln -s ${real} ${configuration}`);
    try {
      const told = await change(['set', 'httpCheckFrequency=11s'], 0);
      assert.deepEqual(
        told.files?.map(({ path }) => path),
        [real],
      );
      assert.equal(await onNode(node, `readlink ${configuration}`), `${real}\n`);
      assert.match(await onNode(node, `cat ${real}`), /^httpCheckFrequency: 11s$/m);

      const text = await onNode(node, `cat ${real}`);
      // As a configuration that is mounted into a machine: nothing can be renamed over it.
      await onNode(node, `mount --bind ${real} ${real} && mount -o remount,bind,ro ${real}`);
      const refused = await change(['set', 'httpCheckFrequency=12s'], 1);
      assert.equal(refused.result, 'rolled-back', refused.message);
      assert.match(refused.message, /rename failed.*busy/i);
      await onNode(node, `umount ${real}`);
      assert.equal(await onNode(node, `cat ${real}`), text);
      assert.equal(await onNode(node, `ls -A /etc | grep -c 'kubelet-settings-test.*static-pods' || true`), '0\n');
      assert.equal(await onNode(node, 'curl -s http://127.0.0.1:10248/healthz'), 'ok');
      assert.equal(await untilRunning(), id);
    } finally {
      await onNode(node, `umount ${real} 2> /dev/null; mv -f ${real} ${configuration}`);
    }
    await change(['set', 'httpCheckFrequency='], 0);
  });

  test('a restart that fails tells the last errors and changes nothing', async () => {
    const told = await change(['restart', '--restart-command', 'echo no such service >&2; false'], 1);
    assert.equal(told.result, 'failed');
    assert.match(told.message, /`echo no such service >&2; false` failed/);
    assert.match(told.journal?.join() ?? '', /no such service/);
  });

  test('flags in a drop-in and in KUBELET_ARGS are found and moved; containers run on', async (t) => {
    const id = await untilRunning();
    // As a hand-made Fedora node has it: the file sets one thing, the flags another.
    await onNode(
      node,
      `sed -i 's/^staticPodPath:.*/staticPodPath: \\/nowhere # by hand/' ${configuration}
       mkdir -p ${unit}.d
       printf '# ours\\nKUBELET_ARGS="--v=2 --pod-manifest-path /etc/static-pods-test \\\\\\n  --file-check-frequency=1s"\\n' > /etc/kubernetes/kubelet
       { printf '[Service]\\nEnvironmentFile=/etc/kubernetes/kubelet\\nExecStart=\\n'; sed -n 's/^\\(ExecStart=.*\\)$/\\1 \\\\\\n  --http-check-frequency=4s \\\\\\n  $KUBELET_ARGS/p' ${unit}; } > ${unit}.d/20-flags.conf`,
    );
    await restartByHand();
    assert.equal(await untilRunning(), id, 'the flag wins over the file');
    const before = await settingOf('staticPodPath');
    assert.deepEqual(
      [before.value, before.winner?.by, before.winner?.file, before.winner?.line],
      ['/etc/static-pods-test', 'flag', '/etc/kubernetes/kubelet', 2],
    );
    assert.match(before.remarks, /--pod-manifest-path.*deprecated/);
    assert.equal((await settingOf('httpCheckFrequency')).winner?.file, `${unit}.d/20-flags.conf`);

    const started = Date.now();
    const told = await change(['move-flags'], 0);
    t.diagnostic(`move-flags: ${(Date.now() - started) / 1000} s`);
    assert.deepEqual(told.files?.map(({ path }) => path).sort(), [
      '/etc/kubernetes/kubelet',
      `${unit}.d/20-flags.conf`,
      configuration,
    ]);
    assert.equal(await onNode(node, 'cat /etc/kubernetes/kubelet'), '# ours\nKUBELET_ARGS="--v=2"\n');
    assert.match(await onNode(node, `cat ${configuration}`), /^staticPodPath: \/etc\/static-pods-test # by hand$/m);
    const command = await onNode(node, "tr '\\0' ' ' < /proc/$(pidof kubelet)/cmdline");
    assert.match(command, /--v=2/);
    assert.doesNotMatch(command, /manifest-path|check-frequency/);
    for (const [key, value] of [
      ['staticPodPath', '/etc/static-pods-test'],
      ['fileCheckFrequency', '1s'],
      ['httpCheckFrequency', '4s'],
    ] as const) {
      const setting = await settingOf(key);
      assert.deepEqual([setting.value, setting.winner?.by], [value, 'configuration']);
      assert.doesNotMatch(setting.remarks, /running kubelet goes by/, 'configz agrees');
    }
    assert.equal(await untilRunning(), id);
  });
});
