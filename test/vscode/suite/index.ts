import assert from 'node:assert/strict';
import './activation.test';
import './writing.test';
import './demo.test';
import './nodes.test';
import './deploy.test';
import './actions.test';
import './mirror-pods.test';
import './events.test';
import './plan.test';
import './kubelet.test';
import './publish.test';
import './scrolling.test';
import { runTests, test } from './runner';

/** What the extension let fall: nobody waited for these promises, so nobody was told why they failed. */
const rejections: string[] = [];
process.on('unhandledRejection', (reason) => {
  const stack = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
  if (stack.includes('client.js')) {
    rejections.push(stack);
  }
});

test('no promise of the extension was rejected unheard', {}, () => {
  assert.deepEqual(rejections, []);
  return Promise.resolve();
});

/** VS Code calls this in the extension host, as --extensionTestsPath names this file. */
export async function run(): Promise<void> {
  await runTests(process.env['STATIC_PODS_TEST_FILTER']);
}
