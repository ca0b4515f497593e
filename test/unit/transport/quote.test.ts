import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { quoteArgument, quoteCommand } from '../../../client/src/transport/quote';

const shells = [
  ['dash', '-c'],
  ['bash', '-c'],
  ['busybox', 'sh', '-c'],
  ['zsh', '-c'],
  ['mksh', '-c'],
  ['fish', '-c'],
].filter(([program]) => spawnSync('sh', ['-c', `command -v ${program ?? ''}`]).status === 0);

/** Deterministic, so that a failure can be seen again. */
function* randomNumbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state >>> 8;
  }
}

const alphabet = Array.from('\'"\\$`!*?[]{}()<>|&;#~=%^-+ \t\n\rab1é€🐳\u0001\u007f');

function makeWords(seed: number, count: number): string[] {
  const random = randomNumbers(seed);
  const pick = (below: number) => random.next().value % below;
  return Array.from({ length: count }, () =>
    Array.from({ length: pick(12) }, () => alphabet[pick(alphabet.length)] ?? '').join(''),
  );
}

describe('quoteArgument', () => {
  it('leaves plain words as they are', () => {
    assert.equal(
      quoteCommand(['sh', '-s', '--', '/etc/kubernetes/manifests', 'a@b:1,2_3+']),
      'sh -s -- /etc/kubernetes/manifests a@b:1,2_3+',
    );
  });

  it('quotes what a shell would read otherwise', () => {
    assert.equal(quoteArgument(''), "''");
    assert.equal(quoteArgument("it's"), "'it'\\''s'");
    assert.equal(quoteArgument('A=b'), "'A=b'");
  });

  it('refuses what cannot be an argument', () => {
    assert.throws(() => quoteArgument('a\0b'), RangeError);
    assert.throws(() => quoteCommand([]), RangeError);
  });

  it('finds at least one shell to be tried under', () => {
    assert.notEqual(shells.length, 0);
  });

  for (const [program, ...options] of shells) {
    it(`gives random words over unharmed under ${program ?? ''}`, () => {
      for (let seed = 1; seed <= 20; seed += 1) {
        const words = makeWords(seed, 100);
        // `env` is no builtin: the words go through the shell once, as sshd hands a command line to it.
        const line = quoteCommand(['env', 'printf', '%s\\0', ...words]);
        const result = spawnSync(program ?? '', [...options, line], { encoding: 'utf8' });
        assert.equal(result.status, 0, `seed ${String(seed)}: ${result.stderr}`);
        assert.deepEqual(result.stdout.split('\0').slice(0, -1), words, `seed ${String(seed)}`);
      }
    });
  }
});
