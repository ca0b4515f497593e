import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlannedNode } from '../../../cli/src/change-nodes';
import { formatPlan } from '../../../cli/src/output/plan';
import { nodeWith } from '../node/nodes';

test('a node that tells of a folder with an escape sequence in its name does not get it to the terminal', () => {
  const node = nodeWith({ staticPodPath: '/m\u001b[2J' });
  const planned = { name: 'node-a', node, plan: { manifests: [] } } as unknown as PlannedNode;
  const text = formatPlan([planned], { plan: () => ({ manifests: [] }), nameOf: ({ name }) => name });
  assert.match(text, /^node-a \(kubelet v1\.37\.2, \/m\\u\{1b\}\[2J\)\n/);
});
