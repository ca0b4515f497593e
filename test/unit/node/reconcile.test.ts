import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { applyPlan } from '../../../client/src/node/apply';
import { observeNode } from '../../../client/src/node/observe';
import { planPod } from '../../../client/src/node/plan-pod';
import { planDeploy } from '../../../client/src/node/plan';
import { shells, StandInNode } from './stand-in';
import { deploy, judge, onStandIn, results, web } from './transactions';

for (const shell of shells) {
  describe(`transactions in ${shell.name}`, { concurrency: true }, () => {
    test('add, update, a word only, restart and remove', () =>
      onStandIn(shell, async (node) => {
        assert.deepEqual(results(await deploy(node, { 'web.yaml': web() })), [
          'proven',
          ['web.yaml', 'add', 'running'],
        ]);
        assert.equal(node.roundTrips, 2, 'one to look, one to send and follow');
        const update = await deploy(node, { 'web.yaml': web('# two') });
        assert.deepEqual(results(update), ['proven', ['web.yaml', 'update', 'running']]);
        const word = await deploy(node, { 'web.yaml': `# word\n${web('# two')}` });
        assert.deepEqual(results(word), ['proven', ['web.yaml', 'unchanged', 'skipped']]);
        assert.equal(node.read('web.yaml'), `# word\n${web('# two')}`);
        for (const [action, result] of [
          ['restart', 'running'],
          ['remove', 'gone'],
        ] as const) {
          const observed = await observeNode(node, {});
          const done = await applyPlan(node, observed, planPod(observed, 'web', action), { stableSeconds: 0 });
          assert.deepEqual(results(done), ['proven', ['web.yaml', action, result]]);
        }
        assert.equal(node.read('web.yaml'), undefined);
        assert.deepEqual(node.hidden(), []);
      }));

    test('what fails is put back, all of it, with the last words of the container', () =>
      onStandIn(shell, async (node) => {
        await deploy(node, { 'web.yaml': web() });
        const both = await deploy(node, {
          'web.yaml': web('# two'),
          'bad.yaml': web('# exits 3').replace('name: web', 'name: bad'),
        });
        assert.deepEqual(results(both), [
          'undone',
          ['web.yaml', 'update', 'rolled-back'],
          ['bad.yaml', 'add', 'rolled-back'],
        ]);
        assert.match(
          both.manifests[1]?.message ?? '',
          /Container `c` ended with exit code 3\. The file was taken out again\./,
        );
        assert.deepEqual(both.manifests[1]?.output, ['the last words']);
        assert.match(
          both.manifests[0]?.message ?? '',
          /bad\.yaml failed\. The old file was put back, and its Pod runs as before\./,
        );
        assert.deepEqual([node.read('web.yaml'), node.read('bad.yaml'), node.hidden()], [web(), undefined, []]);
      }));

    // busybox' shell runs its own mv, whatever lies in PATH.
    if (shell.onlyBusybox !== true) {
      test('a rename that fails is no commit: the old file stays, and its Pod runs on', () =>
        onStandIn(shell, async (node) => {
          await deploy(node, { 'web.yaml': web() });
          // As over a file that is a mount point.
          node.program('mv', 'case "$*" in *-new*) echo "mv: busy" >&2; exit 1 ;; esac; exec /bin/mv "$@"');
          const failed = await deploy(node, { 'web.yaml': web('# two') });
          assert.deepEqual(results(failed), ['undone', ['web.yaml', 'update', 'rolled-back']]);
          assert.match(failed.manifests[0]?.message ?? '', /the rename failed: mv: busy/i);
          assert.deepEqual([node.read('web.yaml'), node.hidden()], [web(), []]);
        }));
    }

    test("the kubelet's refusal ends the wait; kept where that is asked", () =>
      onStandIn(shell, async (node) => {
        const refused = await deploy(node, { 'web.yaml': web('# refused') });
        assert.deepEqual(results(refused), ['undone', ['web.yaml', 'add', 'rolled-back']]);
        assert.match(refused.manifests[0]?.message ?? '', /The kubelet refuses it: it is refused\./);
        const kept = await deploy(node, { 'web.yaml': web('# refused') }, { keep: true });
        assert.deepEqual(results(kept), ['kept', ['web.yaml', 'add', 'failed']]);
        assert.equal(node.read('web.yaml'), web('# refused'));
      }));

    test('a Pod that runs and does not answer its readiness probe is put back; one that answers is proven', () =>
      onStandIn(shell, async (node) => {
        const answer = (status: number): void =>
          node.program(
            'curl',
            `case "$*" in *https://192.0.2.4:6443/readyz*) printf ${status} ;; *) printf ok ;; esac`,
          );
        const probed = (word: string): string =>
          `# ${word}\nkind: Pod\nmetadata: {name: web}\nspec: {hostNetwork: true, containers: [{name: c, readinessProbe: {httpGet: {host: 192.0.2.4, port: 6443, path: /readyz, scheme: HTTPS}}}]}\n`;
        answer(200);
        assert.deepEqual(results(await deploy(node, { 'web.yaml': probed('one') })), [
          'proven',
          ['web.yaml', 'add', 'running'],
        ]);
        answer(500);
        const undone = await deploy(node, { 'web.yaml': probed('two') }, { timeoutSeconds: 2 });
        assert.deepEqual(results(undone), ['undone', ['web.yaml', 'update', 'rolled-back']]);
        assert.match(
          undone.manifests[0]?.message ?? '',
          /run, but the Pod is not ready after 2 s\. Waited for: c to be ready: https:\/\/192\.0\.2\.4:6443\/readyz 500\./,
        );
        assert.equal(node.read('web.yaml'), probed('one'));
      }));

    test('what never starts is put back after the timeout; a cancel puts it back at once', () =>
      onStandIn(shell, async (node) => {
        const hung = await deploy(node, { 'web.yaml': web('# hangs') }, { timeoutSeconds: 1 });
        assert.deepEqual(results(hung), ['undone', ['web.yaml', 'add', 'rolled-back']]);
        assert.match(hung.manifests[0]?.message ?? '', /did not come up after 1 s\. Waited for: containers: c\./);
        const stop = new AbortController();
        const cancelled = await deploy(
          node,
          { 'web.yaml': web('# hangs') },
          {
            signal: stop.signal,
            onEvent: ({ event }) => {
              if (event === 'committed') {
                stop.abort();
              }
            },
          },
        );
        assert.match(cancelled.manifests[0]?.message ?? '', /It was cancelled\./);
        assert.deepEqual([node.read('web.yaml'), node.hidden()], [undefined, []]);
      }));

    test('a file that was changed since the look is left alone', () =>
      onStandIn(shell, async (node) => {
        await deploy(node, { 'web.yaml': web() });
        const observed = await observeNode(node, {});
        const plan = await planDeploy(observed, [{ name: 'web.yaml', content: Buffer.from(web('# two')) }], judge);
        writeFileSync(`${node.manifests}/web.yaml`, web('# somebody'));
        const done = await applyPlan(node, observed, plan, { stableSeconds: 0 });
        assert.deepEqual(results(done), ['unchanged', ['web.yaml', 'update', 'failed']]);
        assert.match(done.manifests[0]?.message ?? '', /changed on the node since it was looked at/);
        assert.deepEqual([node.read('web.yaml'), node.hidden()], [web('# somebody'), []]);
      }));
  });
}

test('a node that is slow to tell the end is not taken for one that was killed', () => {
  const [shell] = shells;
  assert.ok(shell);
  return onStandIn(shell, async (node) => {
    // `date` stands before each event. The client looks for the reconciler once a second.
    node.program(
      'date',
      `case $(tail -n 1 ${node.root}/var/lib/static-pods/transactions/*/journal 2> /dev/null) in *ended*) sleep 2.5 ;; esac
exec /bin/date "$@"`,
    );
    assert.equal((await deploy(node, { 'web.yaml': web() })).outcome, 'proven');
  });
});

/** Programs that change what is on the disk: before each of their calls in turn the reconciler is killed. */
const changing = ['sync', 'mv', 'ln', 'cp', 'rm'];

for (const [version, remark, outcomes] of [
  ['good', '# two', ['proven']],
  ['bad', '# exits 3', ['undone']],
] as const) {
  test(`a ${version} version, killed before each change to the disk: wholly old or wholly new, and the next one says what happened`, async (t) => {
    const [shell] = shells;
    assert.ok(shell);
    const told: Record<string, number> = {};
    let kills = 0;
    const killAt = async (call: number): Promise<boolean> => {
      const node = new StandInNode(shell);
      try {
        writeFileSync(`${node.manifests}/web.yaml`, web());
        node.sync();
        for (const name of changing) {
          // The reconciler's own calls only: $PPID is its process.
          node.program(
            name,
            `calls=${node.root}/calls
if [ "$PPID" = "$(cut -d ' ' -f 1 ${node.root}/var/lib/static-pods/transactions/*-*/reconciler 2> /dev/null | tail -n 1)" ]; then
  echo ${name} >> "$calls"
  if [ "$(wc -l < "$calls")" -eq ${call} ]; then kill -9 "$PPID"; exit 137; fi
fi
exec /bin/${name} "$@"`,
          );
        }
        const { outcome } = await deploy(node, { 'web.yaml': web(remark) });
        if (outcome !== 'lost') {
          assert.ok(
            outcomes.some((expected) => expected === outcome),
            outcome,
          );
          return false;
        }
        kills++;
        for (const name of changing) {
          node.program(name, `exec /bin/${name} "$@"`);
        }
        const next = await deploy(node, { 'other.yaml': web().replace('name: web', 'name: other') });
        assert.equal(next.outcome, 'proven', `after the kill at call ${call}`);
        const text = node.read('web.yaml');
        assert.deepEqual(node.hidden(), [], `call ${call}`);
        const said = next.remarks[0]?.replace(/^.*it is now /, '') ?? 'never began';
        told[said] = (told[said] ?? 0) + 1;
        if (said.startsWith('done')) {
          assert.equal(text, web(remark), `call ${call}`);
        } else {
          assert.equal(text, web(), `call ${call}`);
        }
        return true;
      } finally {
        node.dispose();
      }
    };
    let next = 1;
    const worker = async (): Promise<void> => {
      while (await killAt(next++)) {
        // The call that is never reached ends it.
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    t.diagnostic(`${kills} kills: ${JSON.stringify(told)}`);
    assert.ok(kills > 15, String(kills));
  });
}
