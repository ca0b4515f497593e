import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { followNodes } from '../../../client/src/node/follow-published';
import { observeNode } from '../../../client/src/node/observe';
import type { ObservedNode } from '../../../client/src/node/observed-node';
import { planPublication, writePublished, type ListChange } from '../../../client/src/node/publish';
import type { ListVerdict } from '../../../client/src/node/web-source';
import { TransportError, type Transport } from '../../../client/src/transport/transport';
import { shells, StandInNode, type Shell } from './stand-in';

const listed = (name: string, form: string) => ({ namespace: 'default', name, form });
const change: ListChange = { namespace: 'default', name: 'web', action: 'add' };

let node: StandInNode;
beforeEach(() => {
  node = new StandInNode(shells[0] as Shell);
  const config = path.join(node.root, 'config.yaml');
  writeFileSync(config, `${readFileSync(config, 'utf8')}staticPodURL: http://web/pods.yaml\nhttpCheckFrequency: 1s\n`);
});
afterEach(() => node.dispose());

/** As the kubelet's http.go writes it, and journald prints it. */
function say(text: string, secondsAgo = 0): void {
  const now = new Date(Date.now() - secondsAgo * 1000);
  const klog = now.toISOString().replace(/^\d+-(\d+)-(\d+)T([\d:.]+)Z$/, '$1$2 $3000');
  const line = `${(now.getTime() / 1000).toFixed(6)} n kubelet[1]: I${klog} 1 http.go:65] ${text}\n`;
  writeFileSync(path.join(node.root, 'journal'), line, { flag: 'a' });
}

const refuse = (text: string, secondsAgo?: number): void =>
  say(`"Failed to read pods from URL" err=${JSON.stringify(text)}`, secondsAgo);

describe('publishing a list', () => {
  test('is planned against what lies there, written whole, and not where that was changed meanwhile', async () => {
    const web = path.join(node.root, 'web');
    mkdirSync(web);
    const file = path.join(web, 'pods.yaml');
    const items = [listed('a', '1'), listed('b', '2')];
    const read = (text: string) =>
      Promise.resolve(text.startsWith('torn') ? undefined : [listed('a', '0'), listed('c', '3')]);
    const plan = () => planPublication(node, file, { text: 'new list\n', items }, read);

    const fresh = await plan();
    assert.deepEqual([fresh.published.text, fresh.isSame, fresh.wasUnreadable], [undefined, false, false]);
    writeFileSync(file, 'old list\n');
    const planned = await plan();
    assert.deepEqual(
      planned.changes.map(({ name, action }) => [name, action]),
      [
        ['a', 'update'],
        ['b', 'add'],
        ['c', 'remove'],
      ],
    );
    await assert.rejects(writePublished(node, fresh.published, fresh.text), /changed since it was looked at/);
    assert.equal(readFileSync(file, 'utf8'), 'old list\n');
    await writePublished(node, planned.published, planned.text);
    assert.equal(readFileSync(file, 'utf8'), 'new list\n');
    assert.equal(readFileSync(path.join(web, '.pods.yaml.static-pods-old'), 'utf8'), 'old list\n');
    assert.ok((await plan()).isSame);
    writeFileSync(file, 'torn');
    const torn = await plan();
    assert.deepEqual([torn.wasUnreadable, torn.changes.map(({ action }) => action)], [true, ['add', 'add']]);
    assert.ok(!existsSync(path.join(web, '.pods.yaml.static-pods-new')));
  });

  test('replaces what is no text, too', async () => {
    const file = path.join(node.root, 'octets.yaml');
    writeFileSync(file, Buffer.from([0x61, 0xff, 0xfe, 0x0a]));
    const list = { text: 'new list\n', items: [] };
    const planned = await planPublication(node, file, list, () => Promise.resolve(undefined));
    await writePublished(node, planned.published, planned.text);
    assert.equal(readFileSync(file, 'utf8'), 'new list\n');
  });
});

describe('following a list', () => {
  const follower = () => ({ name: 'node-a', target: {}, transport: node });

  test('a kubelet that refuses it ends the wait with its reason', async () => {
    refuse('invalid pod: spec.old: Required value', 60);
    const follow = await followNodes([follower()], [change]);
    refuse('invalid pod: spec.x: Required value');
    const [followed] = await follow();
    assert.deepEqual([followed?.result, followed?.message], ['refused', '`spec.x`: Required value']);
  });

  test('what was refused before it was published is no refusal of it, and a cancelled wait is told as one', async () => {
    refuse('invalid pod: spec.old: Required value', 60);
    const controller = new AbortController();
    const waits: string[] = [];
    const follow = await followNodes([follower()], [change], {
      signal: controller.signal,
      onWait: (_name, lacking) => {
        waits.push(lacking);
        controller.abort();
      },
    });
    const [followed] = await follow();
    assert.deepEqual([followed?.result, followed?.message], ['waiting', 'default/web: it has not come']);
    assert.deepEqual(waits, ['default/web: it has not come']);
  });

  test('a connection that is lost meanwhile is made again, and the wait goes on', async () => {
    refuse('invalid pod: spec.old: Required value', 60);
    let isLost = false;
    const transport: Transport = {
      label: 'node-a',
      exec: (request) => {
        const lost = isLost;
        isLost = false;
        return lost ? Promise.reject(new TransportError('connect', 'lost')) : node.exec(request);
      },
      dispose: () => undefined,
    };
    const waits: string[] = [];
    const follow = await followNodes([{ ...follower(), transport }], [change], {
      onWait: (_name, lacking) => waits.push(lacking),
    });
    isLost = true;
    refuse('invalid pod: spec.x: Required value');
    const [followed] = await follow();
    assert.deepEqual([followed?.result, waits], ['refused', ['lost']]);
  });

  test('a node that can not be looked at, and one that pulls nothing', async () => {
    const transport: Transport = {
      label: 'away',
      exec: () => Promise.reject(new Error('away')),
      dispose: () => undefined,
    };
    const away = { ...follower(), transport };
    const [unreachable] = await (await followNodes([away], [change]))();
    assert.deepEqual([unreachable?.result, unreachable?.message], ['unreachable', 'away']);
    writeFileSync(path.join(node.root, 'config.yaml'), `staticPodPath: ${node.manifests}\n`);
    const [without] = await (await followNodes([follower()], [change]))();
    assert.equal(without?.result, 'refused');
    assert.match(without.message, /reads no URL/);
  });
});

describe('a web source between two looks', () => {
  const verdict = (accepted: boolean): ListVerdict => ({
    accepted,
    refusals: accepted ? [] : [{ message: 'no' }],
    pods: accepted ? [listed('web', '')] : [],
  });

  test('the list is got once a period, judged once for the same bytes, and what was said is not forgotten', async () => {
    node.program(
      'curl',
      `case $* in *-K*) echo x >> '${node.root}/got'; cat '${node.root}/list' ;; *) printf ok ;; esac`,
    );
    writeFileSync(path.join(node.root, 'list'), 'bad');
    const judged: string[] = [];
    const judgeList = (list: Uint8Array): Promise<ListVerdict> => {
      judged.push(Buffer.from(list).toString('utf8'));
      return Promise.resolve(verdict(Buffer.from(list).toString('utf8') === 'good'));
    };
    const got = (): number => readFileSync(path.join(node.root, 'got'), 'utf8').length / 2;
    /** As if the list had been got so many seconds earlier. */
    const aged = (observed: ObservedNode, seconds: number): ObservedNode => {
      const { webSource } = observed;
      assert.ok(webSource?.look !== undefined);
      return {
        ...observed,
        webSource: { ...webSource, look: { ...webSource.look, time: webSource.look.time - seconds } },
      };
    };
    refuse('invalid pod: spec.x: Required value', 5);
    const first = await observeNode(node, {}, { judgeList });
    assert.deepEqual(
      [first.webSource?.state, first.webSource?.reasons],
      ['refused', [{ field: 'spec.x', message: 'Required value' }]],
    );
    assert.deepEqual(
      first.problems.map(({ field }) => field),
      ['spec.x'],
    );

    // Lines that were read are not read again.
    writeFileSync(path.join(node.root, 'journal'), '');
    const again = await observeNode(node, {}, { judgeList, previous: aged(first, 2) });
    assert.deepEqual([again.webSource?.reasons[0]?.field, got()], ['spec.x', 2]);
    const soon = await observeNode(node, {}, { judgeList, previous: aged(again, -60) });
    assert.deepEqual([soon.webSource?.state, got()], ['refused', 2]);
    writeFileSync(path.join(node.root, 'list'), 'good');
    const mended = await observeNode(node, {}, { judgeList, previous: aged(soon, 62) });
    assert.deepEqual([mended.webSource?.state, mended.problems], ['read', []]);
    assert.deepEqual(judged, ['bad', 'good']);
  });
});
