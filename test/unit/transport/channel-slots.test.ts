import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ChannelSlots, type SlotKind } from '../../../client/src/transport/ssh/channel-slots';
import { ChannelRefused } from '../../../client/src/transport/ssh/connection';

/** A host that allows so many sessions. */
class FakeHost {
  readonly order: string[] = [];
  private open = 0;

  constructor(private readonly sessions: number) {}

  async start(name: string): Promise<string> {
    await Promise.resolve();
    if (this.open >= this.sessions) {
      throw new ChannelRefused(new Error('open failed'));
    }
    this.open += 1;
    this.order.push(name);
    return name;
  }

  end(): void {
    this.open -= 1;
  }
}

function run(slots: ChannelSlots, host: FakeHost, name: string, kind: SlotKind = 'short', signal?: AbortSignal) {
  return slots.use(kind, signal, async (release) => ({ value: await host.start(name), release }));
}

describe('ChannelSlots', () => {
  it('runs all commands of a burst, one after the other where the host allows one', async () => {
    const slots = new ChannelSlots();
    const host = new FakeHost(1);
    const names = Array.from({ length: 30 }, (_, index) => String(index));
    await Promise.all(
      names.map(async (name) => {
        const { release } = await run(slots, host, name);
        await Promise.resolve();
        host.end();
        release();
      }),
    );
    assert.deepEqual([...host.order].sort(), [...names].sort());
  });

  it('lets a short command pass followers that wait', async () => {
    const slots = new ChannelSlots();
    const host = new FakeHost(10);
    const followers = Array.from({ length: 12 }, (_, index) => run(slots, host, `f${String(index)}`, 'following'));
    await Promise.all(followers.slice(0, 9));
    assert.equal((await run(slots, host, 'short')).value, 'short');
    assert.equal(host.order.length, 10);
  });

  it('fails where the host allows none', async () => {
    await assert.rejects(run(new ChannelSlots(), new FakeHost(0), 'x'), ChannelRefused);
  });

  it('forgets who was aborted while waiting', async () => {
    const slots = new ChannelSlots();
    const host = new FakeHost(1);
    const first = await run(slots, host, 'first');
    const controller = new AbortController();
    const second = run(slots, host, 'second', 'short', controller.signal);
    const third = run(slots, host, 'third');
    controller.abort(new Error('enough'));
    await assert.rejects(second, /enough/);
    host.end();
    first.release();
    assert.equal((await third).value, 'third');
    assert.deepEqual(host.order, ['first', 'third']);
  });

  it('gives the room back where opening fails for another reason', async () => {
    const slots = new ChannelSlots();
    await assert.rejects(
      slots.use('short', undefined, () => Promise.reject(new Error('lost'))),
      /lost/,
    );
    const host = new FakeHost(10);
    const all = await Promise.all(Array.from({ length: 10 }, (_, index) => run(slots, host, String(index))));
    assert.equal(all.length, 10);
  });
});
