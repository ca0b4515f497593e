import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rollOut } from '../../../client/src/node/rollout';
import { SelectionError, selectNodes } from '../../../client/src/node/select-nodes';

const nodes = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name }));

test('the canary takes its turn alone, then some at a time', async () => {
  const begun: string[] = [];
  let now = 0;
  let most = 0;
  const turns = await rollOut(
    nodes,
    async ({ name }) => {
      begun.push(name);
      most = Math.max(most, ++now);
      assert.ok(begun.length > 1 || name === 'c');
      await new Promise((resolve) => setImmediate(resolve));
      if (name === 'c') {
        assert.deepEqual(begun, ['c'], 'nobody else began meanwhile');
      }
      now--;
      return name;
    },
    { concurrency: 2, canary: nodes[2] ?? assert.fail(), succeeded: () => true },
  );
  assert.equal(most, 2);
  assert.deepEqual(
    turns.map((turn) => turn.state === 'done' && turn.value),
    ['a', 'b', 'c', 'd', 'e'],
  );
});

test('a canary that fails keeps all others from being begun; each says because of whom', async () => {
  const turns = await rollOut(nodes, () => Promise.resolve('bad'), {
    canary: nodes[0] ?? assert.fail(),
    succeeded: (value) => value !== 'bad',
  });
  assert.equal(turns[0]?.state, 'done');
  assert.deepEqual(turns.slice(1), Array(4).fill({ state: 'not-begun', because: 'a' }));
});

test('after a failure those under way end, and no more are begun; unless all are asked for', async () => {
  const run = (stopAtFailure: boolean) =>
    rollOut(
      nodes,
      async ({ name }) => {
        await new Promise((resolve) => setImmediate(resolve));
        if (name === 'a') {
          throw new Error('gone');
        }
        return name;
      },
      { concurrency: 2, succeeded: () => true, stopAtFailure },
    );
  assert.deepEqual(
    (await run(true)).map(({ state }) => state),
    ['failed', 'done', 'not-begun', 'not-begun', 'not-begun'],
  );
  assert.deepEqual(
    (await run(false)).map(({ state }) => state),
    ['failed', 'done', 'done', 'done', 'done'],
  );
});

test('once cancelled, no turn begins', async () => {
  const stop = new AbortController();
  const turns = await rollOut(
    nodes,
    () => {
      stop.abort();
      return Promise.resolve(1);
    },
    { concurrency: 1, succeeded: () => true, signal: stop.signal },
  );
  assert.deepEqual(
    turns.map(({ state }) => state),
    ['done', 'not-begun', 'not-begun', 'not-begun', 'not-begun'],
  );
});

test('nodes are chosen by name, group and label', () => {
  const configured = [
    { name: 'one', groups: ['front'], labels: { zone: 'a' } },
    { name: 'two', groups: ['front', 'back'], labels: { zone: 'b' } },
    { name: 'three' },
  ];
  const choose = (selection: Parameters<typeof selectNodes>[1]) =>
    selectNodes(configured, selection).map(({ name }) => name);
  assert.deepEqual(choose({ groups: ['back'], names: ['three'] }), ['two', 'three']);
  assert.deepEqual(choose({ labels: ['zone=a'] }), ['one']);
  assert.deepEqual(choose({ labels: ['zone!=a'] }), ['two', 'three']);
  assert.deepEqual(choose({ labels: ['zone', 'zone!=a'] }), ['two']);
  assert.deepEqual(choose({ labels: ['!zone'] }), ['three']);
  assert.deepEqual(choose({ all: true }), ['one', 'two', 'three']);
  assert.deepEqual(choose({}), []);
  for (const wrong of [{ groups: ['x'] }, { names: ['x'] }, { labels: ['zone=c'] }, { labels: ['a b'] }]) {
    assert.throws(() => choose(wrong), SelectionError);
  }
});
