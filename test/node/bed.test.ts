import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { containersOf, onNode, overSsh, readBed, run, untilFound, type BedNode } from './bed';

const bed = readBed();
const folder = mkdtempSync(path.join(tmpdir(), 'bed-'));
after(() => rm(folder, { recursive: true }));

/** What ssh runs where it would ask at a terminal. */
async function answering(secret: string): Promise<Readonly<Record<string, string>>> {
  const askpass = path.join(folder, 'askpass.sh');
  await writeFile(askpass, '#!/bin/sh\nprintf "%s\\n" "$BED_SECRET"\n');
  await chmod(askpass, 0o700);
  return { SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force', BED_SECRET: secret, DISPLAY: ':0' };
}

function passwordOf(node: BedNode, user: keyof BedNode['users']): string {
  const { password } = node.users[user];
  assert.ok(password !== undefined);
  return password;
}

test('the bed says which of its parts are real', () => {
  assert.ok(bed.nodes.length >= 2);
  for (const part of ['kubelet', 'containerd', 'runc', 'systemd', 'sshd', 'crictl', 'images']) {
    assert.match(bed.parts[part] ?? '', /^(real|stand-in)\b/, part);
  }
});

test('the stand-in for crictl prints what the real one printed', async (t) => {
  const ran = await run('go', ['-C', 'test/node/crictl', 'test', '-count=1', './...']);
  t.diagnostic(ran.stdout.trim());
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
});

for (const node of bed.nodes) {
  describe(node.nodeName, () => {
    test('the known_hosts file holds the keys that the node shows', async () => {
      const shown = await run('ssh-keyscan', ['-p', String(node.port), node.host]);
      const known = await readFile(node.knownHosts, 'utf8');
      const sorted = (text: string): string[] =>
        text
          .split('\n')
          .filter((line) => line.startsWith(`${node.host} `))
          .sort();
      assert.equal(sorted(shown.stdout).length, 3);
      assert.deepEqual(sorted(shown.stdout), sorted(known));
    });

    test('root and each user get in their own way', async () => {
      assert.equal(await onNode(node, 'id -un'), 'root\n');
      assert.equal(await onNode(node, 'sudo -n id -un', { user: 'ops' }), 'root\n');
      assert.notEqual((await overSsh(node, 'sudo -n id -un', { user: 'plain' })).code, 0);
      const { encryptedIdentity } = node;
      const withPassphrase = {
        identity: encryptedIdentity.identity,
        env: await answering(encryptedIdentity.passphrase),
      };
      assert.equal(await onNode(node, 'id -un', { user: 'ops', ...withPassphrase }), 'ops\n');
    });

    test('sudo asks opspw for a password', async () => {
      assert.match((await overSsh(node, 'sudo -n true', { user: 'opspw' })).stderr, /password is required/);
      const input = `${passwordOf(node, 'opspw')}\n`;
      assert.equal(await onNode(node, "sudo -S -p '' id -un", { user: 'opspw', input }), 'root\n');
    });

    test('opspw gets in by password, opskbd by keyboard-interactive only', async () => {
      for (const [user, method] of [
        ['opspw', 'password'],
        ['opskbd', 'keyboard-interactive'],
      ] as const) {
        const env = await answering(passwordOf(node, user));
        const options = [`PreferredAuthentications=${method}`, 'NumberOfPasswordPrompts=1'];
        assert.equal(await onNode(node, 'id -un', { user, identity: null, env, options }), `${user}\n`);
        const wrong = await overSsh(node, 'true', { user, identity: null, env: await answering('wrong'), options });
        assert.match(wrong.stderr, /Permission denied/);
      }
      const env = await answering(passwordOf(node, 'opskbd'));
      const byPassword = { env, identity: null, options: ['PreferredAuthentications=password'] };
      assert.notEqual((await overSsh(node, 'true', { user: 'opskbd', ...byPassword })).code, 0);
    });

    test('systemd, kubelet and containerd are up', async () => {
      assert.equal(
        await onNode(node, 'cat /proc/1/comm; systemctl is-active kubelet containerd ssh'),
        'systemd\nactive\nactive\nactive\n',
      );
      assert.equal(await onNode(node, 'curl -sf http://127.0.0.1:10248/healthz'), 'ok');
      const version = (await onNode(node, 'kubelet --version')).trim().replace('Kubernetes ', '');
      assert.equal(bed.parts['kubelet'], `real ${version}`);
      assert.match(await onNode(node, 'crictl version'), /^RuntimeName: {2}containerd$/m);
      assert.deepEqual(
        (await onNode(node, 'crictl images -o json | grep -o "[a-z0-9.]*/[a-z/]*:[a-z0-9.]*"'))
          .split('\n')
          .filter(Boolean),
        ['docker.io/library/busybox:latest', 'docker.io/library/nginx:latest', 'registry.k8s.io/pause:3.10.1'],
      );
    });

    test('a manifest moved in by hand runs, comes back when stopped, and goes when moved out', async (t) => {
      const pod = `bed-web-${node.nodeName}`;
      // The Pod of the Kubernetes documentation under a name of the bed's own.
      const manifest = `apiVersion: v1
kind: Pod
metadata:
  name: bed-web
spec:
  containers:
    - name: web
      image: nginx
      imagePullPolicy: IfNotPresent
      ports:
        - name: web
          containerPort: 80
`;
      const file = '/etc/kubernetes/manifests/bed-web.yaml';
      t.after(() => onNode(node, `rm -f ${file}`));
      const moved = Date.now();
      await onNode(node, `cat > /etc/kubernetes/manifests/.bed-web && mv /etc/kubernetes/manifests/.bed-web ${file}`, {
        input: manifest,
      });
      const first = await untilFound('the container runs', 60, async () =>
        (await containersOf(node, pod)).find((container) => container.state === 'CONTAINER_RUNNING'),
      );
      t.diagnostic(`running ${String(Date.now() - moved)} ms after the file was moved in`);
      assert.equal(first.metadata.attempt, 0);
      const page = `curl -s "http://$(crictl inspectp ${first.podSandboxId} | sed -n 's/^      "ip": "\\(.*\\)"$/\\1/p')/"`;
      assert.match(await onNode(node, page), /Welcome to nginx/);

      const stopped = Date.now();
      await onNode(node, `crictl stop ${first.id}`);
      const second = await untilFound('the kubelet starts it again', 60, async () =>
        (await containersOf(node, pod)).find((container) => container.state === 'CONTAINER_RUNNING'),
      );
      t.diagnostic(`running again ${String(Date.now() - stopped)} ms after crictl stop`);
      assert.equal(second.metadata.attempt, 1);
      assert.equal(second.podSandboxId, first.podSandboxId);
      assert.match(await onNode(node, `crictl logs ${second.id}`), /listening on port 80/);

      await onNode(node, `rm ${file}`);
      const gone = Date.now();
      await untilFound('the sandbox is stopped', 60, async () => {
        const ready = await onNode(node, `crictl pods -q --state ready --label io.kubernetes.pod.name=${pod}`);
        return ready === '' ? true : undefined;
      });
      t.diagnostic(`gone ${String(Date.now() - gone)} ms after the file was removed`);
    });

    test('the link can be cut and plugged in', async () => {
      const bedScript = (state: string): Promise<{ code: number | null }> =>
        run('bash', ['test/node/bed.sh', 'link', node.networkNamespace.slice(1), state]);
      try {
        assert.equal((await bedScript('down')).code, 0);
        assert.notEqual((await overSsh(node, 'true', { options: ['ConnectTimeout=1'] })).code, 0);
      } finally {
        assert.equal((await bedScript('up')).code, 0);
      }
      await untilFound('ssh answers again', 30, async () =>
        (await overSsh(node, 'true')).code === 0 ? true : undefined,
      );
    });
  });
}

test('one node reaches the other, as a jump host must', async () => {
  const [first, second] = bed.nodes;
  assert.ok(first !== undefined && second !== undefined);
  const banner = `bash -c 'exec 3<>/dev/tcp/${second.host}/${String(second.port)} && head -c 7 <&3'`;
  assert.equal(await onNode(first, banner), 'SSH-2.0');
});

test('the machine keeps its own kernel settings', async () => {
  for (const setting of ['vm/overcommit_memory', 'kernel/panic', 'kernel/panic_on_oops']) {
    const own = await readFile(`/proc/sys/${setting}`, 'utf8');
    const seen = { 'vm/overcommit_memory': '1', 'kernel/panic': '10', 'kernel/panic_on_oops': '1' }[setting];
    for (const node of bed.nodes) {
      assert.equal((await onNode(node, `cat /proc/sys/${setting}`)).trim(), seen);
    }
    assert.equal(await readFile(`/proc/sys/${setting}`, 'utf8'), own);
  }
});
