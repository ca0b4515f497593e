import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { shells, type StandInNode } from './stand-in';
import { deploy, onStandIn, results, web } from './transactions';

/** What a node does to a transaction: its power fails, its disk fills, its clock jumps. */
const [dash] = shells;
assert.ok(dash);

function transactionsOf(node: StandInNode): string {
  return path.join(node.root, 'var/lib/static-pods/transactions');
}

/** Has `name` do something before each of its calls, by whomever. */
function before(node: StandInNode, name: string, script: string): void {
  node.program(name, `${script}\nexec /bin/${name} "$@"`);
}

/** Shell: whether the newest line of the journal holds this. */
function journalSays(node: StandInNode, words: string): string {
  return `tail -n 1 ${transactionsOf(node)}/*/journal 2> /dev/null | grep -q '${words}'`;
}

for (const [place, words, expected] of [
  ['before the rename', 'step\tcommitting', /^(undone|dropped)/],
  ['while it waits', 'step\twaiting', /^undone/],
] as const) {
  test(`a power cut ${place}: what was never synchronized is gone, and the old manifest is back`, () =>
    onStandIn(dash, async (node) => {
      const synced = path.join(node.root, 'synced');
      writeFileSync(`${node.manifests}/web.yaml`, web());
      node.sync();
      // Every operand, as it is at that moment: a file that is written later must be synchronized again.
      before(node, 'sync', `for file; do echo "$file $(stat -c %s "$file")" >> ${synced}; done`);
      const cut = (name: string): void => {
        before(node, name, `if ${journalSays(node, words)}; then kill -9 "$PPID"; exit 137; fi`);
      };
      cut('mv');
      cut('date');
      const lost = await deploy(node, { 'web.yaml': web('# hangs') });
      assert.equal(lost.outcome, 'lost');
      for (const name of ['mv', 'date', 'sync']) {
        node.program(name, `exec /bin/${name} "$@"`);
      }
      const kept = new Map(
        readFileSync(synced, 'utf8')
          .trim()
          .split('\n')
          .map((line): [string, number] => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
      );
      const [id = ''] = readdirSync(transactionsOf(node));
      const folder = path.join(transactionsOf(node), id);
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const file = path.join(folder, entry.name);
        if (entry.isFile()) {
          truncateSync(file, kept.get(file) ?? 0);
        }
      }
      // A second name that was not synchronized is lost with the folder's entry.
      rmSync(`${node.manifests}/.web.yaml.static-pods-old`, { force: true });
      const next = await deploy(node, { 'other.yaml': web().replace('name: web', 'name: other') });
      assert.equal(next.outcome, 'proven');
      assert.match(next.remarks[0]?.replace(/^.*it is now /, '') ?? '', expected);
      assert.equal(node.read('web.yaml'), web());
      assert.deepEqual(node.hidden(), []);
    }));
}

test('a step that can not be written down is not taken', () =>
  onStandIn(dash, async (node) => {
    await deploy(node, { 'web.yaml': web() });
    before(
      node,
      'date',
      `for journal in ${transactionsOf(node)}/*/journal; do
  if [ -f "$journal" ] && tail -n 1 "$journal" | grep -q 'staged	1'; then mv "$journal" "$journal.lost"; mkdir "$journal"; fi
done`,
    );
    const { outcome } = await deploy(node, { 'web.yaml': web('# two') });
    assert.equal(outcome, 'lost');
    assert.deepEqual([node.read('web.yaml'), node.hidden()], [web(), []]);
  }));

test('an old manifest that can not be copied back whole is told, and never put there by half', () =>
  onStandIn(dash, async (node) => {
    await deploy(node, { 'web.yaml': web() });
    before(
      node,
      'cp',
      `case "$2" in */revisions/*) head -c 20 "$2" > "$3"; echo 'cp: no space left on device' >&2; exit 1 ;; esac`,
    );
    before(
      node,
      'date',
      `if ${journalSays(node, 'step\twaiting')}; then rm -f ${node.manifests}/.web.yaml.static-pods-old; fi`,
    );
    const { manifests, outcome } = await deploy(node, { 'web.yaml': web('# exits 3') });
    assert.equal(outcome, 'undone');
    assert.match(manifests[0]?.message ?? '', /The file was not put back: .*no space left.*revisions\/web\.yaml\//);
    assert.equal(node.read('web.yaml'), web('# exits 3'));
  }));

test('a manifest that changes between its copy and the rename is left alone', () =>
  onStandIn(dash, async (node) => {
    await deploy(node, { 'web.yaml': web() });
    before(
      node,
      'date',
      `if ${journalSays(node, 'staged\t1')}; then printf '%s' "somebody's" > ${node.manifests}/web.yaml; fi`,
    );
    const done = await deploy(node, { 'web.yaml': web('# two') });
    assert.match(done.manifests[0]?.message ?? '', /changed on the node since it was looked at/);
    assert.deepEqual([node.read('web.yaml'), node.hidden()], ["somebody's", []]);
  }));

describe("a node's clock that jumps after the commit", () => {
  for (const [name, seconds] of [
    ['an hour ahead', 3600],
    ['an hour back', -3600],
  ] as const) {
    test(name, () =>
      onStandIn(dash, async (node) => {
        await deploy(node, { 'web.yaml': web() });
        const stamp = 'exec /bin/date -d "@$(($(/bin/date +%s) + shift))" "$@"';
        node.program(
          'date',
          `shift=0
if grep -q '	progress	' ${transactionsOf(node)}/$(ls -t ${transactionsOf(node)} | head -n 1)/journal; then shift=${seconds}; fi
${stamp}`,
        );
        const done = await deploy(node, { 'web.yaml': web('# two') }, { stableSeconds: 1, timeoutSeconds: 10 });
        assert.deepEqual(results(done), ['proven', ['web.yaml', 'update', 'running']]);
        const bad = await deploy(node, { 'web.yaml': web('# hangs') }, { stableSeconds: 1, timeoutSeconds: 2 });
        assert.deepEqual(results(bad), ['undone', ['web.yaml', 'update', 'rolled-back']]);
        assert.equal(node.read('web.yaml'), web('# two'));
      }),
    );
  }
});

test("a client's clock of long ago loses neither its own copy nor its own transaction", () =>
  onStandIn(dash, async (node) => {
    await deploy(node, { 'web.yaml': web() });
    const state = path.join(node.root, 'var/lib/static-pods');
    // Of clients whose clocks are a century ahead.
    const elder = (kind: string, number: number): string =>
      path.join(state, kind, `21261128000000-${String(number).padStart(8, '0')}`);
    mkdirSync(path.join(state, 'revisions/web.yaml'), { recursive: true });
    for (let number = 0; number < 60; number++) {
      const file = elder('revisions/web.yaml', number);
      writeFileSync(file, web(`# ${number}`));
      mkdirSync(elder('transactions', number));
      writeFileSync(path.join(elder('transactions', number), 'told'), '');
      utimesSync(elder('transactions', number), 1_000_000 + number, 1_000_000 + number);
    }
    assert.equal((await deploy(node, { 'web.yaml': web('# two') })).outcome, 'proven');
    // What is old goes after the end is told, and the lock after that.
    assert.equal(spawnSync('flock', ['-w', '20', path.join(state, 'lock'), 'true']).status, 0);
    const copies = readdirSync(path.join(state, 'revisions/web.yaml'));
    const own = copies.filter((name) => !name.startsWith('2126'));
    assert.deepEqual([copies.length, own.length], [20, 1]);
    assert.equal(readFileSync(path.join(state, 'revisions/web.yaml', own[0] ?? ''), 'utf8'), web());
    const transactions = readdirSync(transactionsOf(node));
    assert.deepEqual([transactions.length, transactions.filter((name) => !name.startsWith('2126')).length], [50, 2]);
  }));

test('a transaction that is sent twice at once is unpacked once', () =>
  onStandIn(dash, async (node) => {
    // The other one's is whole a moment before ours.
    before(
      node,
      'mv',
      `case "$1 $2" in *.part*\\ */transactions/*) if [ ! -d "$2" ]; then cp -r "$1" "$2"; setsid sh "$2/reconcile.sh" "$2" > /dev/null 2>&1 & fi ;; esac`,
    );
    assert.equal((await deploy(node, { 'web.yaml': web() })).outcome, 'proven');
    const [id = ''] = readdirSync(transactionsOf(node));
    const journal = readFileSync(path.join(transactionsOf(node), id, 'journal'), 'utf8');
    assert.equal(journal.match(/\tbegin\t/g)?.length, 1);
    assert.deepEqual(readdirSync(transactionsOf(node)), [id]);
    assert.ok(!existsSync(path.join(transactionsOf(node), id, `${id}.part`)));
  }));
