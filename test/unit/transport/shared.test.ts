import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { QuestionQueue } from '../../../client/src/transport';
import { sanitizeHostLine, sanitizeHostText } from '../../../client/src/transport/host-text';
import { SharedAttempt } from '../../../client/src/transport/shared-attempt';

describe('SharedAttempt', () => {
  it('starts once for all who wait, and keeps what succeeded until it is forgotten', async () => {
    let starts = 0;
    const shared = new SharedAttempt(() => Promise.resolve(++starts));
    assert.deepEqual(await Promise.all([shared.join(), shared.join()]), [1, 1]);
    assert.equal(await shared.join(), 1);
    shared.forget();
    assert.equal(await shared.join(), 2);
  });

  it('starts afresh after a failure', async () => {
    let starts = 0;
    const shared = new SharedAttempt(() => {
      starts += 1;
      return starts === 1 ? Promise.reject(new Error('first')) : Promise.resolve(starts);
    });
    await assert.rejects(shared.join(), /first/);
    assert.equal(await shared.join(), 2);
  });

  it('is aborted only when the last who waits has gone', async () => {
    const signals: AbortSignal[] = [];
    const shared = new SharedAttempt((signal) => {
      signals.push(signal);
      return new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('stopped'));
        });
      });
    });
    const [one, two] = [new AbortController(), new AbortController()];
    const first = assert.rejects(shared.join(one.signal), /one/);
    const second = assert.rejects(shared.join(two.signal), /two/);
    one.abort(new Error('one'));
    await first;
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [false],
    );
    two.abort(new Error('two'));
    await second;
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true],
    );
    await assert.rejects(shared.join(AbortSignal.abort(new Error('early'))), /early/);
    assert.equal(signals.length, 1);
  });
});

describe('QuestionQueue', () => {
  it('asks one question after the other, whatever becomes of each', async () => {
    const queue = new QuestionQueue();
    const { signal } = new AbortController();
    const order: string[] = [];
    const ask = (name: string, fails = false) =>
      queue.ask(async () => {
        order.push(`${name} begins`);
        await Promise.resolve();
        order.push(`${name} ends`);
        if (fails) {
          throw new Error(name);
        }
        return name;
      }, signal);
    const results = await Promise.allSettled([ask('a'), ask('b', true), ask('c')]);
    assert.deepEqual(order, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
  });

  it('goes on past a question that is void but still shown, and never shows one that is void before its turn', async () => {
    const queue = new QuestionQueue();
    const [shown, waiting] = [new AbortController(), new AbortController()];
    const first = assert.rejects(
      queue.ask(() => new Promise(() => undefined), shown.signal),
      /gone/,
    );
    const second = assert.rejects(
      queue.ask(() => Promise.reject(new Error('it was shown')), waiting.signal),
      /void/,
    );
    const third = queue.ask(() => Promise.resolve('answer'));
    waiting.abort(new Error('void'));
    shown.abort(new Error('gone'));
    await Promise.all([first, second]);
    assert.equal(await third, 'answer');
  });
});

describe('text of a host', () => {
  for (const [text, safe] of [
    ['Password: ', 'Password:'],
    ['\u001b]0;title\u0007x\u001b[31m', ']0;titlex[31m'],
    ['a\u202eb\u200bc\u2066d', 'abcd'],
    ['\u009bx', 'x'],
    ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
    ['é 漢字', 'é 漢字'],
  ] as const) {
    it(`makes ${JSON.stringify(text)} safe`, () => {
      assert.equal(sanitizeHostText(text), safe);
    });
  }

  it('keeps a prompt on one line and everything short', () => {
    assert.equal(sanitizeHostLine('a\nb\tc'), 'a b c');
    assert.equal(sanitizeHostText('x'.repeat(10_000)).length, 2000);
  });
});
