import * as vscode from 'vscode';
import { containersOf, onNode } from '../../node/bed';
import { exchangeContainerd } from '../../node/newer-containerd';
import { hosts, putManifest, repository, requireBedNode, useSshConfiguration } from './bed';
import { requireDriver } from './driver';
import { openExplorer, row, setNodes, takeTooltipPicture } from './explorer';
import { shellManifest } from './manifests';
import { test } from './runner';
import { closeEverything } from './workspace';

/** An hour: whatever is seen within seconds was told by events. */
const never = 3600;

test(
  'events: a runtime that tells them has each change shown at once, with polling switched off',
  { needsDriver: true, needsBed: true, limit: 240_000 },
  async () => {
    const driver = requireDriver();
    const node = requireBedNode(2);
    const ssh = await useSshConfiguration();
    const configuration = vscode.workspace.getConfiguration('staticPods');
    const wait = (seconds: number | undefined): Thenable<void> =>
      configuration.update('explorer.refreshInterval', seconds, vscode.ConfigurationTarget.Workspace);
    await onNode(node, 'rm -f /etc/kubernetes/manifests/*');
    await exchangeContainerd(node, 'new', repository);
    await closeEverything();
    await openExplorer();
    try {
      await putManifest(node, 'told.yaml', shellManifest('told', ['exec sleep 3600']));
      await setNodes(hosts.second);
      const main = `container main of told on ${hosts.second}`;
      await driver.waitFor(row(`${main}, running, attempt 0`, 60_000));
      await wait(never);
      const [container] = await containersOf(node, `told-${node.nodeName}`);
      await onNode(node, `crictl stop --timeout 0 ${container?.id ?? ''}`);
      await driver.waitFor(row(`${main}, running, attempt 1`, 20_000));
      await takeTooltipPicture('node-tooltip-events', `node ${hosts.second}`, 'its runtime tells of changes at once');
    } finally {
      await wait(undefined);
      await onNode(node, 'rm -f /etc/kubernetes/manifests/*');
      await exchangeContainerd(node, 'old', repository);
      await setNodes();
      await ssh.remove();
    }
  },
);
