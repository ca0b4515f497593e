import * as vscode from 'vscode';
import { deleteMirrorPod as deleteFromApiServer } from '../cluster/delete-mirror';
import { loadApiServer } from '../cluster/load';
import { podPath } from '../cluster/mirror-pod';
import { clusterOf } from '../mirror-watch';
import { tell } from '../notification';
import { withProgress } from '../progress';
import type { MirrorElement } from '../views/mirror-elements';
import type { ApiServer } from '../cluster/api-server';
import { CommandError, type Command } from './command';
import { elementOf } from './tree-element';

/** Seconds that the kubelet gets to make a deleted mirror Pod anew; it takes one, or a sync of a minute and a half. */
const patience = 100;

function serverOf({ node }: MirrorElement): Promise<ApiServer> {
  const target = clusterOf(node);
  if (target === undefined) {
    throw new CommandError(`No kubeconfig is set for ${node.name}: set \`staticPods.kubeconfig\`.`);
  }
  return loadApiServer(target);
}

/** The mirror Pod as the API server has it; where there is none, why. */
export const showMirrorPod: Command = async ({ views, output, mirrors }, arg) => {
  const element = elementOf(arg, 'mirror');
  if (element === undefined) {
    return;
  }
  const { node, pod, mirror } = element;
  if (mirror.state === 'missing') {
    const { text, advice, said } = mirror.reason;
    output.info(`${node.name}: ${pod.podName} has no mirror Pod: ${text} ${said}`);
    tell('warning', `${pod.podName} has no mirror Pod. ${text} ${advice}`, output, {
      'Look Again': () => node.refreshAnew().then(() => mirrors.ask(node)),
      'Show Output': () => vscode.commands.executeCommand('staticPods.showOutput'),
    });
    return;
  }
  await views.show({
    name: `${pod.podName} in the API server.json`,
    key: `${node.name}/${pod.namespace}`,
    read: async () => {
      const server = await serverOf(element);
      const found = await withProgress(`Reading the mirror Pod of ${pod.name}`, (_report, signal) =>
        server.request('GET', podPath(mirror.mirror), { signal }),
      );
      return `${JSON.stringify(withoutManagedFields(found), undefined, 2)}\n`;
    },
  });
};

/** Who wrote which field is the longer half of a Pod, and says nothing about it. */
function withoutManagedFields(pod: unknown): unknown {
  if (typeof pod !== 'object' || pod === null || !('metadata' in pod)) {
    return pod;
  }
  return { ...pod, metadata: { ...(pod.metadata as object), managedFields: undefined } };
}

/** Deletes the mirror Pod and shows what becomes of it: the kubelet makes it anew, and no container notices. */
export const deleteMirrorPod: Command = async ({ output, mirrors }, arg) => {
  const element = elementOf(arg, 'mirror');
  if (element === undefined || element.mirror.state === 'missing' || element.mirror.state === 'name-taken') {
    return undefined;
  }
  const { node, pod, mirror } = element;
  const button = 'Delete Mirror Pod';
  const detail =
    'The kubelet makes it anew, and the containers go on: a static Pod is run from its manifest, and the mirror Pod only shows it. To end the containers, remove the static Pod instead.';
  const question = `Delete the mirror Pod ${pod.namespace}/${pod.podName} from the API server?`;
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) !== button) {
    return undefined;
  }
  const server = await serverOf(element);
  const before = await containersOf(element);
  const { again, took } = await withProgress(`Deleting the mirror Pod of ${pod.name}`, (report, signal) => {
    report('waiting for the kubelet to make it anew');
    return deleteFromApiServer(server, mirror.mirror, patience, signal);
  });
  const after = await containersOf(element);
  await mirrors.ask(node);
  const touched = before === after ? 'None of its containers was touched' : 'Its containers changed meanwhile';
  if (again === undefined) {
    tell(
      'warning',
      `The mirror Pod of ${pod.name} is deleted, and the kubelet has not made it anew in ${Math.round(took / 1000)} s. ${touched}. The row below the Pod says why.`,
      output,
    );
  } else {
    tell(
      'information',
      `The mirror Pod of ${pod.name} was deleted, and the kubelet made it anew after ${(took / 1000).toFixed(1)} s. ${touched}: a static Pod is run from its manifest.`,
      output,
    );
  }
  return again === undefined ? 'deleted' : 'made anew';
};

/** The ids and attempts of the Pod's containers, by a fresh look. */
async function containersOf({ node, pod }: MirrorElement): Promise<string> {
  await node.refreshAnew();
  const now = node.look?.pods.find((one) => one.namespace === pod.namespace && one.podName === pod.podName);
  return JSON.stringify(now?.containers.map(({ id, state }) => [id, state]) ?? []);
}
