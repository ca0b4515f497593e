import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { NodeTarget } from '../../../client/src/transport/transport';
import { requireDriver } from './driver';
import { answerModal, chooseFromMenu, notification, openExplorer, row, waitForNoRow, waitForRows } from './explorer';
import { test } from './runner';
import { closeEverything, workspaceFile } from './workspace';

test('on the demo node of `npm start`, static-web is deployed, seen and removed', { needsDriver: true }, async () => {
  const driver = requireDriver();
  await closeEverything();
  const nodes = vscode.workspace.getConfiguration('staticPods').get<NodeTarget[]>('nodes', []);
  assert.deepEqual(
    nodes.map(({ name }) => name),
    ['demo'],
  );
  await openExplorer();
  await waitForRows('node demo, kubelet v1.');
  await vscode.commands.executeCommand('staticPods.deployToNode', workspaceFile('manifests/static-web.yaml'), {
    nodes: ['demo'],
    yes: true,
  });
  await driver.waitFor(notification('static-web.yaml runs on demo'));
  await driver.takePicture('demo-node', { waitFor: [row('container web of static-web on demo, running, attempt 0')] });
  await chooseFromMenu('static Pod static-web on demo', 'Remove Static Pod from Node');
  await answerModal('Remove static-web.yaml from demo?', 'Remove');
  await waitForNoRow('static Pod static-web on demo');
  await closeEverything();
});
