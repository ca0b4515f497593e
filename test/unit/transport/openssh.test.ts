import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQuestion } from '../../../client/src/transport/ssh/openssh/answers';
import { FieldReader, message, MessageReader, string, uint32 } from '../../../client/src/transport/ssh/openssh/packets';

test("ssh's questions are told apart by their texts", () => {
  assert.deepEqual(readQuestion("Enter passphrase for key '/home/me/.ssh/id_ed25519': "), {
    kind: 'passphrase',
    file: '/home/me/.ssh/id_ed25519',
  });
  assert.deepEqual(readQuestion("ops@node1's password: "), { kind: 'password', login: 'ops@node1' });
  assert.deepEqual(readQuestion('(ops@node1) Verification code: '), {
    kind: 'other',
    login: 'ops@node1',
    text: 'Verification code: ',
  });
  assert.deepEqual(
    readQuestion(
      "The authenticity of host '[127.0.0.1]:2222 ([127.0.0.1]:2222)' can't be established.\n" +
        'ED25519 key fingerprint is SHA256:Wq3o+1/abc.\nThis key is not known by any other names.\n' +
        'Are you sure you want to continue connecting (yes/no/[fingerprint])? ',
    ),
    { kind: 'host-key', host: '[127.0.0.1]:2222', keyType: 'ED25519', fingerprint: 'SHA256:Wq3o+1/abc' },
  );
});

test('a host that words its question as ssh does gets no passphrase by it', () => {
  const forged = "(ops@node1) Enter passphrase for key '/home/me/.ssh/id_ed25519': ";
  assert.equal(readQuestion(forged).kind, 'other');
  assert.equal(readQuestion("(ops@node1) root@other's password: ").kind, 'other');
});

test('messages are cut out of a stream, however it comes', () => {
  const bytes = Buffer.concat([message(uint32(7), string('one')), message(Buffer.from([0, 94]))]);
  for (let size = 1; size <= bytes.length; size += 1) {
    const reader = new MessageReader();
    const found: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      found.push(...reader.take(bytes.subarray(at, at + size)));
    }
    assert.equal(found.length, 2);
    const fields = new FieldReader(found[0] ?? Buffer.alloc(0));
    assert.deepEqual([fields.uint32(), fields.string().toString()], [7, 'one']);
    assert.throws(() => fields.byte(), RangeError);
  }
});

test('a length that can be none ends the reading, and a string cannot leave its message', () => {
  assert.throws(() => new MessageReader().take(Buffer.from([0xff, 0xff, 0xff, 0xff])), /4294967299 bytes/);
  assert.throws(() => new FieldReader(uint32(5)).string(), RangeError);
});
