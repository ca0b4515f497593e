import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  fingerprintKey,
  formatKnownHostsLine,
  judgeHostKey,
  knownHostsName,
  knownKeyTypes,
  matchesHost,
  parseKnownHosts,
} from '../../../client/src/transport/ssh/known-hosts';

function makeKey(type: string): Buffer {
  const field = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  return Buffer.concat([field(Buffer.from(type)), field(randomBytes(32))]);
}

const ed25519 = makeKey('ssh-ed25519');
const rsa = makeKey('ssh-rsa');

function line(hosts: string, key = ed25519, type = 'ssh-ed25519'): string {
  return `${hosts} ${type} ${key.toString('base64')} a comment`;
}

function judge(text: string, key = ed25519, host = 'node1', port = 22) {
  return judgeHostKey(parseKnownHosts(text, 'kh'), knownHostsName(host, port), host, key).verdict;
}

describe('known_hosts', () => {
  it('passes over what is no entry', () => {
    const text = [
      '',
      '# comment',
      'node1',
      'node1 ssh-ed25519',
      line('a', rsa, 'ssh-ed25519'),
      `@odd ${line('a')}`,
      line('a'),
    ].join('\n');
    assert.deepEqual(
      parseKnownHosts(text, 'kh').map((entry) => [entry.line, entry.hosts]),
      [[7, 'a']],
    );
  });

  it('reads files with CRLF and tabs', () => {
    assert.equal(judge(`${line('node1').replaceAll(' ', '\t')}\r\n`), 'known');
  });

  for (const [hosts, name, expected] of [
    ['node1', 'node1', true],
    ['NODE1', 'node1', true],
    ['node1,node2', 'node2', true],
    ['node1', 'node10', false],
    ['*.example.org', 'a.example.org', true],
    ['*.example.org', 'aXexample.org', false],
    ['node?', 'node1', true],
    ['node?', 'node', false],
    ['*,!node1', 'node1', false],
    ['!node1,*', 'node1', false],
    ['!node1', 'node2', false],
    ['[node1]:2222', '[node1]:2222', true],
    ['[node1]:2222', 'node1', false],
    ['[*]:2222', '[node1]:2222', true],
    ['2001:db8::1', '2001:db8::1', true],
    // 192.168.1.61, hashed.
    ['|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg=', '192.168.1.61', true],
    ['|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg=', '192.168.1.62', false],
    ['|2|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg=', '192.168.1.61', false],
    ['|1|', '', false],
  ] as const) {
    it(`${hosts} ${expected ? 'means' : 'does not mean'} ${name}`, () => {
      assert.equal(matchesHost({ hosts }, name), expected);
    });
  }

  it('calls a host by its port where it is not 22', () => {
    assert.equal(knownHostsName('Node1', 22), 'node1');
    assert.equal(knownHostsName('Node1', 2222), '[node1]:2222');
  });

  it('judges a key', () => {
    assert.equal(judge(line('node1')), 'known');
    assert.equal(judge(line('node2')), 'unknown');
    assert.equal(judge(line('node1', makeKey('ssh-ed25519'))), 'changed');
    assert.equal(
      judge(`${line('node1', makeKey('ssh-ed25519'))}\n${line('node1')}`),
      'known',
      'one right key is enough',
    );
    assert.equal(judge(line('node1', rsa, 'ssh-rsa')), 'unknown', 'another type says nothing about this one');
    assert.equal(judge(`${line('node1')}\n@revoked ${line('*')}`), 'revoked');
    assert.equal(judge(`@cert-authority ${line('node1')}`), 'unknown', 'the key of an authority is no host key');
  });

  it('takes a line without the port only for the very same key', () => {
    assert.equal(judge(line('node1'), ed25519, 'node1', 2222), 'known');
    assert.equal(judge(line('node1'), makeKey('ssh-ed25519'), 'node1', 2222), 'unknown');
    assert.equal(
      judge(`${line('node1')}\n${line('[node1]:2222', makeKey('ssh-ed25519'))}`, ed25519, 'node1', 2222),
      'changed',
    );
  });

  it('tells which types are known, and which other keys and authorities there are', () => {
    const text = [line('node1', rsa, 'ssh-rsa'), line('node1'), `@cert-authority ${line('node1')}`, line('x')].join(
      '\n',
    );
    const entries = parseKnownHosts(text, 'kh');
    assert.deepEqual(knownKeyTypes(entries, ['node1']), ['ssh-rsa', 'ssh-ed25519']);
    const verdict = judgeHostKey(entries, 'node1', 'node1', makeKey('ecdsa-sha2-nistp256'));
    assert.ok(verdict.verdict === 'unknown');
    assert.deepEqual(
      [verdict.others.map(({ line }) => line), verdict.authorities.map(({ line }) => line)],
      [[1, 2], [3]],
    );
  });

  it('writes lines that it reads again, hashed and plain', () => {
    for (const hashed of [false, true]) {
      const text = formatKnownHostsLine('[node1]:2222', ed25519, hashed);
      assert.equal(judge(text, ed25519, 'node1', 2222), 'known');
      assert.equal(text.includes('node1'), !hashed);
    }
  });

  it('prints fingerprints without padding', () => {
    assert.match(fingerprintKey(ed25519), /^SHA256:[A-Za-z0-9+/]{43}$/);
  });
});
