import path from 'node:path';
import * as vscode from 'vscode';
import { newestMinor, type RenderPodListResult, type Target } from '../../../server/src/protocol';
import type { ConfiguredNode } from '../configured-node';
import { targetOf } from '../language-client';
import { readLocalFolder, saveWithin } from '../local-folder';
import { followNodes, type FollowedNode } from '../node/follow-published';
import { planPublication, writePublished, type ListChange, type Publication } from '../node/publish';
import { tell, type WaysOut } from '../notification';
import type { Command, CommandContext } from './command';
import { pickFolder } from './pick-folder';
import { orCancelled, withProgress } from '../progress';
import {
  chooseFollowed,
  chooseTarget,
  configuredWishes,
  connectTo,
  keepTarget,
  openSettings,
  type PublishTarget,
  type PublishWishes,
} from './publish-target';

/** What a keybinding or another extension may say, so that nothing is asked. */
interface PublishArguments extends PublishWishes {
  readonly folder?: string;
  /** `empty` is wanted for a list without Pods. */
  readonly yes?: boolean | 'empty';
}

/** For callers that are programs. */
interface PublishOutcome {
  readonly result: 'refused' | 'declined' | 'cancelled' | 'unchanged' | 'published';
  readonly pods: readonly ListChange[];
  readonly nodes: readonly FollowedNode[];
}

interface RenderedFolder {
  readonly list: RenderPodListResult;
  readonly passedOver: readonly string[];
}

/** Makes one list of a folder, shows what it changes, writes it for a web server, and follows the nodes that pull it. */
export const publishFolder: Command = async (context, ...args): Promise<PublishOutcome | undefined> => {
  const given = args.find(isPublishArguments) ?? {};
  const folder = await pickFolder(args[0], given.folder, {
    title: 'The folder of manifests that becomes one list',
    openLabel: 'Publish',
  });
  if (folder === undefined) {
    return undefined;
  }
  const title = `Reading ${vscode.workspace.asRelativePath(folder)}`;
  const { list, passedOver } = await withProgress(title, () => render(context, folder, settingsTarget(folder)));
  for (const sentence of passedOver) {
    context.output.warn(sentence);
  }
  if (list.text === null) {
    return tellRefusal(context, folder, list, 'A kubelet');
  }
  context.findings.clear();
  const configured = configuredWishes(folder);
  const wishes = given.path === undefined ? { ...configured, ...withoutUndefined(given) } : given;
  const target = await chooseTarget(context, folder, wishes);
  const followed = target && (await chooseFollowed(context, target, wishes));
  if (target === undefined || followed === undefined) {
    return undefined;
  }
  const refusal = await judgeByFollowed(context, folder, followed);
  if (refusal !== undefined) {
    return refusal;
  }
  const server = connectTo(context, target);
  try {
    const plan = await withProgress(`Looking at ${describePlace(target)}`, (_report, signal) =>
      planPublication(
        server.transport,
        target.path,
        { text: list.text ?? '', items: list.items },
        async (text) => {
          const { accepted, items } = await context.judge.judgePodList(Buffer.from(text), settingsTarget(folder));
          return accepted ? items : undefined;
        },
        signal,
      ),
    );
    if (!plan.isSame && !(await review(context, target, plan, list, given.yes ?? false))) {
      return { result: 'declined', pods: plan.changes, nodes: [] };
    }
    const run = await publish(server.transport, target, plan, followed);
    const keep = configured.path === undefined && given.path === undefined;
    conclude(context, { folder, target, plan, followed, count: list.items.length, keep }, run);
    return { result: run.result, pods: plan.changes, nodes: run.nodes };
  } finally {
    server.dispose();
    await Promise.all(followed.map((node) => node.refreshAnew()));
  }
};

/** The kubelet of the settings: no node has its name alone. */
function settingsTarget(folder: vscode.Uri): Target {
  const settings = vscode.workspace.getConfiguration('staticPods', folder);
  const written = /^1\.(\d+)$/.exec(settings.get<string>('kubernetesVersion', 'newest'))?.[1];
  const minor = written === undefined ? newestMinor : Number(written);
  return { minor, nodeName: settings.get<string>('nodeName', 'my-node1'), source: 'http' };
}

async function render({ judge }: CommandContext, folder: vscode.Uri, target: Target): Promise<RenderedFolder> {
  await saveWithin(folder);
  const { manifests, passedOver } = await readLocalFolder(folder);
  const list = await judge.renderPodList({
    manifests: manifests.map(({ name, content }) => ({ file: name, octets: content.toString('base64') })),
    target,
    format: 'yaml',
  });
  return { list, passedOver };
}

/** Kubelets of other versions may refuse what that of the settings takes. */
async function judgeByFollowed(
  context: CommandContext,
  folder: vscode.Uri,
  followed: readonly ConfiguredNode[],
): Promise<PublishOutcome | undefined> {
  const unseen = followed.filter((node) => node.look === undefined);
  await withProgress('Looking at the nodes that pull the list', (_report, signal) =>
    orCancelled(Promise.all(unseen.map((node) => node.refresh())), signal),
  );
  for (const node of followed) {
    // What can't be reached is told by the wait for it, and keeps no other from having the list.
    if (node.look !== undefined) {
      const target: Target = { ...targetOf(node.look.observed), source: 'http' };
      const { list } = await render(context, folder, target);
      if (list.text === null) {
        return tellRefusal(
          context,
          folder,
          list,
          `The kubelet of ${node.name} (${node.look.observed.kubelet.version})`,
        );
      }
    }
  }
  return undefined;
}

/** Nothing is published; the way leads to the first finding. */
function tellRefusal(
  { findings, output }: CommandContext,
  folder: vscode.Uri,
  list: RenderPodListResult,
  who: string,
): PublishOutcome {
  const hindrances = findings.show(list, folder);
  const files = [...new Set(hindrances.map(({ uri }) => path.posix.basename(uri.path)))];
  const [first] = hindrances;
  const ways: WaysOut =
    first === undefined
      ? {}
      : {
          'Show Finding': () => vscode.window.showTextDocument(first.uri, { selection: first.range }),
          'Show Problems': () => vscode.commands.executeCommand('workbench.actions.view.problems'),
        };
  const what = `${who} would refuse the list, all of it, for ${files.join(', ')}`;
  tell('error', `Nothing was published. ${what}${first === undefined ? '' : `: ${first.message}`}`, output, ways);
  return { result: 'refused', pods: [], nodes: [] };
}

/** The list in the diff editor, and then what comes, changes and goes. */
async function review(
  context: CommandContext,
  target: PublishTarget,
  { published, text, changes, wasUnreadable }: Publication,
  { items }: RenderPodListResult,
  yes: boolean | 'empty',
): Promise<boolean> {
  const isEmpty = items.length === 0;
  if (yes === 'empty' || (yes && !isEmpty)) {
    return true;
  }
  const texts = { before: published.text ?? '', after: text };
  await context.views.showDiff(path.posix.basename(target.path), describePlace(target), texts);
  if (isEmpty) {
    const ending = changes.filter(({ action }) => action === 'remove').map(nameOf);
    const whom =
      ending.length === 0 ? 'all Pods they have from it' : `all Pods they have from it: ${ending.join(', ')}`;
    const typed = await vscode.window.showInputBox({
      title: `The list is empty: publish it to ${describePlace(target)}?`,
      prompt: `Kubelets that pull it end ${whom}. Type “empty” to publish it.`,
      validateInput: (word) =>
        'empty'.startsWith(word.trim()) ? undefined : 'Type the word “empty”, or press Escape to publish nothing.',
      ignoreFocusOut: true,
    });
    return typed?.trim() === 'empty';
  }
  const unreadable = wasUnreadable ? ['What lies there now no kubelet takes: every Pod counts as new.'] : [];
  const publishIt = {
    label: '$(cloud-upload) Publish',
    detail: [...unreadable, ...summarize(changes)].join(' '),
  };
  const count = items.length === 1 ? '1 Pod' : `${items.length} Pods`;
  const chosen = await vscode.window.showQuickPick([publishIt, { label: '$(close) Cancel' }], {
    title: `Publish ${count} to ${describePlace(target)}?`,
    placeHolder: 'Every node that pulls this list takes it within one period; nothing puts it back by itself',
    ignoreFocusOut: true,
  });
  return chosen === publishIt;
}

/** `Comes: a, b. Starts anew: c. Ends: d. 3 stay.` */
function summarize(changes: readonly ListChange[]): string[] {
  const words = { add: 'Comes', update: 'Starts anew', remove: 'Ends' } as const;
  const parts = (['add', 'update', 'remove'] as const).flatMap((action) => {
    const names = changes.filter((change) => change.action === action).map(nameOf);
    const shown = names.length > 8 ? [...names.slice(0, 8), `${names.length - 8} more`] : names;
    return names.length === 0 ? [] : [`${words[action]}: ${shown.join(', ')}.`];
  });
  const staying = changes.filter(({ action }) => action === 'unchanged').length;
  const stay = staying === 0 ? [] : [staying === 1 ? '1 stays.' : `${staying} stay.`];
  return parts.length === 0 ? ['Only comments and layout change: no Pod starts anew.'] : [...parts, ...stay];
}

function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return namespace === 'default' ? name : `${namespace}/${name}`;
}

function describePlace({ path: file, server }: PublishTarget): string {
  return server === undefined ? file : `${file} on ${server.name}`;
}

interface PublishRun {
  readonly result: 'cancelled' | 'unchanged' | 'published';
  readonly nodes: readonly FollowedNode[];
  readonly isCutShort: boolean;
}

function publish(
  transport: Parameters<typeof writePublished>[0],
  target: PublishTarget,
  plan: Publication,
  followed: readonly ConfiguredNode[],
): Promise<PublishRun> {
  return withProgress(`Publishing to ${describePlace(target)}`, async (report, signal) => {
    if (followed.length > 0) {
      report('looking at the nodes…');
    }
    let taken = 0;
    const follow = await followNodes(
      followed.map((node) => ({ name: node.name, target: node.target, transport: node.transport })),
      plan.changes,
      {
        signal,
        onFollowed: ({ result }) => (taken += result === 'taken' ? 1 : 0),
        onWait: (name, lacking) => report(`${taken} of ${followed.length} nodes have it; ${name}: ${lacking}`),
      },
    );
    if (signal.aborted) {
      return { result: 'cancelled', nodes: [], isCutShort: true };
    }
    if (!plan.isSame) {
      report('writing the list…');
      // From here on it can't be taken back, so it is not left half-way either.
      await writePublished(transport, plan.published, plan.text);
    }
    const nodes = await follow();
    return { result: plan.isSame ? 'unchanged' : 'published', nodes, isCutShort: signal.aborted };
  });
}

interface Concluded {
  readonly folder: vscode.Uri;
  readonly target: PublishTarget;
  readonly plan: Publication;
  readonly followed: readonly ConfiguredNode[];
  readonly count: number;
  /** The target was asked for, and may be kept. */
  readonly keep: boolean;
}

function conclude(context: CommandContext, done: Concluded, { result, nodes, isCutShort }: PublishRun): void {
  const { folder, target, plan, followed, count, keep } = done;
  const place = describePlace(target);
  if (result === 'cancelled') {
    tell('information', `Nothing was published to ${place}.`, context.output);
    return;
  }
  const text = describeRun(place, plan.changes, nodes);
  context.output.info(text.trimEnd());
  const ways: WaysOut = {
    ...(nodes.length === 0
      ? {}
      : {
          'Show Details': () =>
            context.views.show({
              name: `published ${path.posix.basename(target.path)}.txt`,
              key: place,
              read: () => Promise.resolve(text),
            }),
        }),
    ...(keep ? { 'Keep Target': () => keepTarget(folder, target, followed) } : { 'Edit Target': openSettings }),
  };
  const pods = count === 1 ? '1 Pod' : `${count} Pods`;
  const said = result === 'unchanged' ? `${place} holds these ${pods} already` : `${pods} published to ${place}`;
  const taken = nodes.filter((node) => node.result === 'taken').length;
  const open = nodes.filter((node) => node.result !== 'taken');
  const by =
    nodes.length === 0 ? '' : `; taken by ${taken} of ${nodes.length === 1 ? '1 node' : `${nodes.length} nodes`}`;
  const why = open.map(({ node, result: state, message }) => `${node}: ${state}, ${message}`).join('; ');
  const cut = isCutShort ? ' The wait was cancelled; the list stays published.' : '';
  tell(
    open.length === 0 ? 'information' : 'warning',
    `${said}${by}.${why === '' ? '' : ` ${why}.`}${cut}`,
    context.output,
    ways,
  );
}

/** What became of the list, as lines. */
function describeRun(place: string, changes: readonly ListChange[], nodes: readonly FollowedNode[]): string {
  const lines = nodes.flatMap(({ node, nodeName, url, result, seconds, message, pods }) => [
    `${node}${nodeName === '' ? '' : ` (${nodeName})`}: ${result}${seconds === undefined ? '' : ` after ${seconds.toFixed(0)} s`}${message === '' ? '' : `: ${message}`}`,
    ...(url === '' ? [] : [`  pulls ${url}`]),
    ...pods.map((pod) =>
      `  ${nameOf(pod)}: ${pod.action}, ${pod.state}${pod.reason === '' ? '' : ` (${pod.reason})`}  ${pod.configHash}`.trimEnd(),
    ),
  ]);
  return `${[place, ...changes.map((change) => `  ${nameOf(change)}: ${change.action}`), '', ...lines].join('\n')}\n`;
}

function withoutUndefined({ node, follow }: PublishWishes): PublishWishes {
  return { ...(node === undefined ? {} : { node }), ...(follow === undefined ? {} : { follow }) };
}

function isPublishArguments(arg: unknown): arg is PublishArguments {
  return (
    typeof arg === 'object' &&
    arg !== null &&
    !(arg instanceof vscode.Uri) &&
    ('folder' in arg || 'follow' in arg || 'yes' in arg) &&
    !('kind' in arg)
  );
}
