import path from 'node:path';
import { followNodes, type FollowedNode, type Follower } from '../../../client/src/node/follow-published';
import { planPublication, writePublished, type ListChange } from '../../../client/src/node/publish';
import type { NodeTarget, Transport } from '../../../client/src/transport';
import { renderPodList, readPodList, type PodList } from '../../../server/src/language-service/pod-list';
import { decodeText } from '../../../server/src/read-folder';
import type { Target } from '../../../server/src/rules/rule';
import { UsageError, type Command, type CommandContext, type ExitCode } from '../command';
import { readMinor } from '../kubernetes-version';
import { nodeOptions, readTarget, readTargets } from '../node-options';
import { openTargets } from '../nodes';
import { formatText } from '../output/check-text';
import { formatFollowed } from '../output/followed';
import { placeFindings } from '../output/checked-file';
import { printable, printableLine } from '../output/printable';
import { unifiedDiff } from '../output/unified-diff';
import { readFolder, readFolderOperand } from '../read-manifests';
import { askLine } from '../terminal-prompts';

export const publishCommand: Command = {
  usage: 'DIR --to PATH [--ssh USER@HOST[:PORT] | --node NAME | --local] [--follow NODE]… [OPTIONS]',
  description: [
    'Makes one PodList of the manifests in DIR and writes it to PATH, for kubelets whose staticPodURL points there. PATH is a',
    'file on this machine, or on the web server that --ssh or --node names; a web server never hands out half of it.',
    'What a kubelet would refuse is not published: of an invalid list it takes nothing, keeps the old Pods and says so once.',
    'A list without Pods ends them all, and so does an empty answer: that wants a yes of its own. Without a terminal on',
    'standard input, --yes is wanted. --follow waits until the kubelets of those nodes have taken the list.',
  ].join('\n'),
  options: {
    ...nodeOptions,
    to: { type: 'text', value: 'PATH', description: 'The file that the web server hands out.' },
    format: { type: 'text', value: 'yaml|json', choices: ['yaml', 'json'], description: 'Default: yaml.' },
    follow: {
      type: 'text',
      value: 'NODE',
      multiple: true,
      description: 'A node that pulls the list: NAME of the --config file, or USER@HOST[:PORT].',
    },
    'kubernetes-version': { type: 'text', value: '1.37', description: 'The kubelets that judge. Default: the newest.' },
    yes: { type: 'flag', description: 'Ask nothing.' },
    'dry-run': { type: 'flag', description: 'Only show what would come and go.' },
    timeout: {
      type: 'number',
      value: 'SECONDS',
      minimum: 1,
      description: 'How long to follow. Default: two of the nodes’ httpCheckFrequency, and a minute.',
    },
  },
  async run(context) {
    const folder = readFolderOperand(context.operands);
    const { options, terminal } = context;
    const to = options.text('to');
    if (to === undefined || !path.posix.basename(to) || to.endsWith('/')) {
      throw new UsageError('Name the file that the web server hands out: --to /var/www/html/pods.yaml.');
    }
    if (!options.flag('yes') && !options.flag('dry-run') && !terminal.stdin.isTTY) {
      throw new UsageError(
        'This changes what kubelets run, and nobody is here to say yes: add --yes, or --dry-run to see what would change.',
      );
    }
    // No node has this name alone: what is too long for it is told by the node that is followed.
    const target: Target = { minor: readMinor(options), nodeName: 'my-node1', source: 'http' };
    const list = render(folder, target, options.text('format') === 'json' ? 'json' : 'yaml', context);
    if (list.text === undefined) {
      return tellRefusal(context, to, list, target);
    }
    const server = openTargets(context, [readServer(context)])[0];
    const nodes = openTargets(
      context,
      options.texts('follow').map((written) => readTarget(options, written)),
    );
    if (server === undefined) {
      throw new UsageError('Name one web server.');
    }
    try {
      const place = server.target.local === true ? path.resolve(to) : to;
      return await publish(context, {
        list: { ...list, text: list.text },
        target,
        place,
        transport: server.transport,
        nodes,
      });
    } finally {
      for (const { transport } of [server, ...nodes]) {
        transport.dispose();
      }
    }
  },
};

interface PublishRequest {
  readonly list: PodList & { readonly text: string };
  readonly target: Target;
  readonly place: string;
  readonly transport: Transport;
  readonly nodes: readonly Follower[];
}

async function publish(context: CommandContext, request: PublishRequest): Promise<ExitCode> {
  const { list, target, place, transport, nodes } = request;
  const { options, terminal } = context;
  const plan = await planPublication(transport, place, list, (text) => Promise.resolve(readPodList(text, target)));
  const { published, changes, isSame, wasUnreadable } = plan;
  const conclude = (result: string, message: string, followed: readonly FollowedNode[], code: ExitCode): ExitCode => {
    if (options.text('output') === 'json') {
      const pods = changes.map(({ namespace, name, action }) => ({ namespace, name, action }));
      terminal.print(`${JSON.stringify({ path: place, result, message, pods, nodes: followed }, undefined, 2)}\n`);
    } else {
      terminal.print(`${printableLine(place)}: ${result}: ${printableLine(message)}\n${formatFollowed(followed)}`);
    }
    return code;
  };
  if (wasUnreadable) {
    terminal.tell(
      `static-pods: ${printableLine(place)} holds what no kubelet takes: those that pull it run what they had before it. Every Pod counts as new.\n`,
    );
  }
  if (options.text('output') !== 'json' || !options.flag('yes')) {
    terminal.tell(describeChanges(place, published.text, list.text, changes));
  }
  if (options.flag('dry-run')) {
    return conclude('planned', 'only planned, as asked', [], 0);
  }
  if (!isSame && !options.flag('yes') && !(await confirm(context, list, changes))) {
    return conclude('declined', 'not published, as you said', [], 0);
  }
  const timeoutSeconds = options.number('timeout');
  const follow = await followNodes(nodes, changes, {
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    onFollowed: ({ node, result, message }) => {
      const said = message === '' ? '' : `: ${printableLine(message)}`;
      terminal.tell(`${printableLine(node)}: ${result}${said}\n`);
    },
  });
  if (!isSame) {
    await writePublished(transport, published, list.text);
  }
  const followed = await follow();
  const isTaken = followed.every((node) => node.result === 'taken');
  const count = `${list.items.length} Pod${list.items.length === 1 ? '' : 's'}`;
  const said = isSame ? `it holds these ${count} already` : `${count} published`;
  const taken = followed.filter((node) => node.result === 'taken').length;
  const by = followed.length === 0 ? '' : `; taken by ${taken} of ${followed.length} nodes`;
  return conclude(isSame ? 'unchanged' : 'published', `${said}${by}`, followed, isTaken ? 0 : 1);
}

function readServer({ options }: CommandContext): NodeTarget {
  const isNamed = ['node', 'ssh', 'group', 'label'].some((name) => options.texts(name).length > 0);
  if (!isNamed && !options.flag('all')) {
    return { name: 'this machine', local: true };
  }
  const [target, extra] = readTargets(options);
  if (target === undefined || extra !== undefined) {
    throw new UsageError('Name one web server only; nodes that pull the list are named with --follow.');
  }
  return target;
}

function render(folder: string, target: Target, format: 'yaml' | 'json', { terminal }: CommandContext): PodList {
  const { manifests, passedOver } = readFolder(folder);
  for (const sentence of passedOver) {
    terminal.tell(`static-pods: ${printableLine(sentence)}\n`);
  }
  return renderPodList(
    manifests.map(({ name, content }) => ({ file: path.join(folder, name), ...decodeText(content) })),
    target,
    format,
  );
}

function tellRefusal(
  { options, terminal }: CommandContext,
  to: string,
  { refused, twins }: PodList,
  target: Target,
): ExitCode {
  const files = refused.map(({ file, text, findings }) => ({
    file,
    accepted: false,
    findings: placeFindings(text, findings),
  }));
  const message = 'A kubelet would refuse the list, all of it. Nothing was published.';
  if (options.text('output') === 'json') {
    terminal.print(
      `${JSON.stringify({ path: to, result: 'refused', message, files, twins, pods: [], nodes: [] }, undefined, 2)}\n`,
    );
    return 1;
  }
  terminal.print(files.length === 0 ? '' : formatText(files, target));
  for (const { pod, files: named } of twins) {
    terminal.print(
      `${printableLine(named.join(' and '))}: both are Pod ${printableLine(pod)}: a list holds each once.\n`,
    );
  }
  terminal.tell(`static-pods: ${message}\n`);
  return 1;
}

function describeChanges(
  place: string,
  before: string | undefined,
  after: string,
  changes: readonly ListChange[],
): string {
  const words = { add: 'comes', update: 'is started anew', unchanged: 'stays', remove: 'ends' };
  const lines = changes.map(
    ({ namespace, name, action }) => `  ${printableLine(`${namespace}/${name}`)} ${words[action]}\n`,
  );
  const comments = before !== undefined && before !== after && changes.every(({ action }) => action === 'unchanged');
  return `${printableLine(place)}:\n${lines.join('')}${comments ? printable(unifiedDiff(place, before, after)) : ''}`;
}

async function confirm({ terminal }: CommandContext, list: PodList, changes: readonly ListChange[]): Promise<boolean> {
  const ending = changes.filter(({ action }) => action === 'remove').length;
  const isEmpty = list.items.length === 0;
  const question = isEmpty
    ? `The list is empty: every kubelet that pulls it ends all Pods it has from it${ending === 0 ? '' : ` (${ending})`}. Type 'empty' to publish it: `
    : 'Publish it (y/N)? ';
  const answer = (await askLine(terminal, question, false, new AbortController().signal))?.trim() ?? '';
  return isEmpty ? answer === 'empty' : /^y(es)?$/i.test(answer);
}
