import * as vscode from 'vscode';
import type { ConfiguredNode } from '../configured-node';
import {
  applySettings,
  restartKubelet as restart,
  type RestartOptions,
  type RestartResult,
} from '../node/kubelet-settings/apply';
import { describeLook } from '../node/kubelet-settings/describe';
import { lastWords } from '../node/kubelet-settings/last-words';
import { lookAtKubelet, type KubeletLook } from '../node/kubelet-settings/look';
import { planMove, planSettings, SettingsError, type SettingsChange } from '../node/kubelet-settings/plan';
import { checkValue, type SettingKey } from '../node/kubelet-settings/settings';
import { tell } from '../notification';
import { plainMessage } from '../plain-text';
import { withProgress, type Report } from '../progress';
import { tellEvents } from '../transaction-texts';
import { waitSettings } from '../wait-settings';
import { CommandError, type Command, type CommandContext } from './command';
import { elementOf } from './tree-element';

/** Where each setting of a node's kubelet comes from, and which place wins. */
export const showKubeletSettings: Command = async (context, arg) => {
  const node = await chooseNode(context, arg);
  if (node !== undefined) {
    await context.views.show({
      name: `kubelet settings of ${node.name}.txt`,
      key: node.name,
      read: async () => `${describeLook(await look(node)).join('\n')}\n`,
    });
  }
};

const questions: readonly { readonly key: SettingKey; readonly label: string; readonly placeHolder: string }[] = [
  { key: 'staticPodPath', label: 'Folder of manifests', placeHolder: '/etc/kubernetes/manifests' },
  { key: 'staticPodURL', label: 'URL of a list', placeHolder: 'http://10.0.0.5/pods.yaml' },
  { key: 'fileCheckFrequency', label: 'How often it lists the folder', placeHolder: '20s' },
  { key: 'httpCheckFrequency', label: 'How often it gets the list', placeHolder: '20s' },
];

/** Asks for one setting and its value, shows what changes, and carries it out. */
export const setKubeletSetting: Command = async (context, arg) => {
  const node = await chooseNode(context, arg);
  if (node === undefined) {
    return undefined;
  }
  const now = await look(node);
  const valueOf = (key: SettingKey): string => now.settings.find((setting) => setting.key === key)?.value ?? '';
  const chosen = await vscode.window.showQuickPick(
    questions.map((question) => ({
      ...question,
      description: question.key,
      detail: valueOf(question.key) || 'none',
    })),
    { title: `Kubelet of ${node.name}: set what?`, matchOnDescription: true },
  );
  if (chosen === undefined) {
    return undefined;
  }
  const { key, placeHolder } = chosen;
  const value = await vscode.window.showInputBox({
    title: `Kubelet of ${node.name}: ${key}`,
    prompt: 'Empty takes the setting out.',
    value: valueOf(key),
    placeHolder,
    validateInput: (text) => checkValue(key, text.trim()),
  });
  return value === undefined
    ? undefined
    : reviewAndApply(context, node, now, (current) => planSettings(current, new Map([[key, value.trim()]])));
};

/** Moves --pod-manifest-path, --manifest-url and their kin into the configuration file. */
export const moveKubeletFlags: Command = async (context, arg) => {
  const node = await chooseNode(context, arg);
  return node === undefined ? undefined : reviewAndApply(context, node, await look(node), planMove);
};

/** Starts the kubelet anew: containers run on. */
export const restartKubelet: Command = async (context, arg) => {
  const node = await chooseNode(context, arg);
  const yes = 'Restart Kubelet';
  const question = `Restart the kubelet of ${node?.name ?? ''}? Containers run on.`;
  if (node === undefined || (await vscode.window.showWarningMessage(plainMessage(question), yes)) !== yes) {
    return undefined;
  }
  const result = await run(context, node, `Restarting the kubelet of ${node.name}`, async (options) => {
    const { node: observed } = await look(node, options.signal);
    return restart(node.transport, observed, options);
  });
  return conclude(context, node, result, `The kubelet of ${node.name} was restarted and is healthy.`);
};

async function chooseNode({ nodes }: CommandContext, arg: unknown): Promise<ConfiguredNode | undefined> {
  const element = elementOf(arg, 'node');
  if (element !== undefined) {
    return element.node;
  }
  if (nodes.nodes.length === 0) {
    throw new CommandError('There is no node yet. Add the machine that runs the kubelet first.', {
      'Add Node…': () => vscode.commands.executeCommand('staticPods.addNode'),
    });
  }
  const items = nodes.nodes.map((node) => ({ label: node.name, node }));
  return items.length === 1
    ? items[0]?.node
    : (await vscode.window.showQuickPick(items, { title: 'Whose kubelet?' }))?.node;
}

function look(node: ConfiguredNode, outer?: AbortSignal): Promise<KubeletLook> {
  return withProgress(`Looking at the kubelet of ${node.name}`, (_report, signal) =>
    lookAtKubelet(node.transport, node.target, outer ?? signal),
  );
}

async function reviewAndApply(
  context: CommandContext,
  node: ConfiguredNode,
  now: KubeletLook,
  plan: (look: KubeletLook) => SettingsChange,
): Promise<RestartResult['result'] | undefined> {
  const change = planOrTell(node, () => plan(now));
  if (change.files.length === 0) {
    tell('information', `Nothing changes on ${node.name}: it is so already.`, context.output);
    return undefined;
  }
  for (const { path, before, after } of change.files) {
    const texts = { before: before ?? '', after };
    await context.views.showDiff(path.slice(path.lastIndexOf('/') + 1), `${node.name} ${path}`, texts);
  }
  const yes = 'Change and Restart Kubelet';
  const said = [...change.warnings, ...change.remarks].join(' ');
  const question = `${node.name}: change ${change.files.map(({ path }) => path).join(', ')} and restart the kubelet? It is put back if the kubelet does not become healthy. ${said}`;
  const answer = await vscode.window.showWarningMessage(plainMessage(question), yes);
  if (answer !== yes) {
    return undefined;
  }
  const result = await run(context, node, `Changing the kubelet of ${node.name}`, (options) =>
    applySettings(node.transport, now.node, change, options),
  );
  return conclude(context, node, result, `The kubelet of ${node.name} goes by the new settings and is healthy.`);
}

function planOrTell(node: ConfiguredNode, plan: () => SettingsChange): SettingsChange {
  try {
    return plan();
  } catch (error) {
    if (error instanceof SettingsError) {
      throw new CommandError(`${node.name}: ${error.message}`, {
        'Show Kubelet Settings': () => vscode.commands.executeCommand('staticPods.showKubeletSettings'),
      });
    }
    throw error;
  }
}

async function run(
  { output }: CommandContext,
  node: ConfiguredNode,
  title: string,
  work: (options: RestartOptions & { readonly signal: AbortSignal }) => Promise<RestartResult>,
): Promise<RestartResult> {
  const settings = vscode.workspace.getConfiguration('staticPods');
  const command = settings.get<string>('kubelet.restartCommand', '').trim();
  return withProgress(title, (report: Report, signal) =>
    work({
      ...(command === '' ? {} : { restartCommand: command }),
      timeoutSeconds: waitSettings().timeoutSeconds,
      signal,
      onEvent: tellEvents(report, output, `${node.name}: kubelet`),
    }),
  );
}

async function conclude(
  { output }: CommandContext,
  node: ConfiguredNode,
  { result, message, output: journal }: RestartResult,
  done: string,
): Promise<RestartResult['result']> {
  await node.refreshAnew();
  for (const line of journal) {
    output.error(`${node.name}: kubelet: ${line}`);
  }
  if (result !== 'healthy') {
    const last = lastWords(journal);
    throw new CommandError(`${node.name}: ${message}${last === undefined ? '' : ` The kubelet says: ${last}`}`, {
      'Follow the Kubelet’s Log': () =>
        vscode.commands.executeCommand('staticPods.showKubeletLog', { kind: 'node', node }),
    });
  }
  tell('information', done, output);
  return result;
}
