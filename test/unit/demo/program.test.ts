import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readProgram, type Step } from '../../../demo/src/program';

function shorten(steps: readonly Step[]): string[] {
  return steps.map((step) => {
    switch (step.do) {
      case 'write':
        return step.text.startsWith('demo:') ? 'demo' : `${step.stream === 'stderr' ? '2' : '1'}:${step.text}`;
      case 'sleep':
        return `sleep ${String(step.milliseconds)}`;
      case 'exit':
        return `exit ${String(step.code)}`;
      case 'stay':
        return 'stay';
    }
  });
}

describe('what a container of the demo pretends to do', () => {
  for (const [command, args, expected] of [
    [undefined, undefined, ['demo', 'stay']],
    [['nginx', '-g', 'daemon off;'], undefined, ['demo', 'stay']],
    [['sh', '-c', 'echo hi; exit 3'], undefined, ['1:hi', 'exit 3']],
    [['/bin/sh', '-ec'], ["echo 'no config' >&2 && sleep 0.5 && false"], ['2:no config', 'sleep 500', 'exit 1']],
    [['sh', '-c', 'sleep 2'], undefined, ['sleep 2000', 'exit 0']],
    [['sh', '-c', 'echo a; exec sleep infinity'], undefined, ['1:a', 'stay']],
    [['sh', '-c', 'echo a; httpd -f'], undefined, ['1:a', 'demo', 'stay']],
    [['sh', '-c', 'while true; do date; done'], undefined, ['demo', 'stay']],
    [['true'], undefined, ['exit 0']],
    [['sleep', '3600'], undefined, ['sleep 3600000', 'exit 0']],
  ] as const) {
    it(JSON.stringify([command, args]), () => {
      const container = { name: 'c', ...(command && { command }), ...(args && { args }) };
      assert.deepEqual(shorten(readProgram(container)), expected);
    });
  }
});
