import { askForMirrors, type NodeMirrors } from '../../../client/src/cluster/mirrors';
import { formatAge } from '../../../client/src/node/age';
import { observeNode } from '../../../client/src/node/observe';
import type { ObservedNode } from '../../../client/src/node/observed-node';
import { joinStaticPods, type PodState, type StaticPodState } from '../../../client/src/node/static-pods';
import type { NodeTarget, Transport } from '../../../client/src/transport';
import { UsageError, type Command, type Options } from '../command';
import { judgeList } from '../judge';
import { nodeOptions } from '../node-options';
import { doneOnly, formatNodesJson, onNodes, tellFailures } from '../nodes';
import { printableLine } from '../output/printable';
import { describeMirrorOf, formatMirrors } from '../output/mirrors';
import { describeProblem, formatProblem } from '../output/problem';
import { formatTable } from '../output/table';
import { rejectOperands } from './operands';

export const psCommand: Command = {
  usage: 'NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  description:
    'Lists the static Pods of each node with their containers, and what the kubelet refuses. With a kubeconfig also their\nmirror Pods, and where one is missing why. It only reads.',
  options: {
    ...nodeOptions,
    kubeconfig: { type: 'text', value: 'FILE', description: 'Ask its API server for the mirror Pods.' },
    context: { type: 'text', value: 'NAME', description: 'A context of the kubeconfig. Default: its current one.' },
  },
  async run(context) {
    rejectOperands('ps', context.operands);
    if (context.options.text('context') !== undefined && context.options.text('kubeconfig') === undefined) {
      throw new UsageError('--context is one of a kubeconfig: name the file with --kubeconfig.');
    }
    const outcomes = await onNodes(context, (transport, target) => look(transport, target, context.options));
    if (context.options.text('output') === 'json') {
      context.terminal.print(formatNodesJson(outcomes, describePods));
    } else {
      const nodes = doneOnly(outcomes);
      context.terminal.print(
        nodes.map(({ target, value }) => formatPods(nodes.length > 1 ? target.name : undefined, value)).join('\n'),
      );
    }
    for (const { target, value } of doneOnly(outcomes)) {
      for (const remark of value.node.remarks) {
        context.terminal.tell(`static-pods: ${printableLine(target.name)}: ${printableLine(remark)}\n`);
      }
    }
    tellFailures(context, outcomes);
    // A list that could not be made whole is a failure, not a short list.
    return outcomes.every((outcome) => outcome.state === 'done' && outcome.value.node.runtime.state === 'ready')
      ? 0
      : 1;
  },
};

interface Looked {
  readonly node: ObservedNode;
  readonly pods: readonly StaticPodState[];
  /** Undefined where no kubeconfig was named. */
  readonly mirrors: NodeMirrors | undefined;
}

async function look(transport: Transport, target: NodeTarget, options: Options): Promise<Looked> {
  const kubeconfig = options.text('kubeconfig') ?? target.kubeconfig;
  const context =
    options.text('context') ?? (options.text('kubeconfig') === undefined ? target.kubeContext : undefined);
  const node = await observeNode(transport, target, { judgeList });
  const pods = joinStaticPods(node);
  const mirrors =
    kubeconfig === undefined
      ? undefined
      : await askForMirrors({ kubeconfig, ...(context === undefined ? {} : { context }) }, transport, node, pods);
  return { node, pods, mirrors };
}

function describePods({ node, pods, mirrors }: Looked): object {
  return {
    pods: pods.map((pod) => ({ ...describePod(pod), ...describeMirrorOf(mirrors, pod) })),
    problems: node.problems.map(describeProblem),
    ...(mirrors?.state === 'unknown' ? { mirrors: mirrors.reason } : {}),
    ...(node.remarks.length === 0 ? {} : { remarks: node.remarks }),
  };
}

function describePod(pod: StaticPodState): object {
  const reason = reasonOf(pod.state);
  return {
    name: pod.podName,
    namespace: pod.namespace,
    manifest: pod.manifests[0]?.path ?? '',
    configHash: pod.configHash,
    source: pod.source,
    state: pod.state.state,
    ...(reason === '' ? {} : { reason }),
    containers: pod.containers.map(({ name, id, image, state, attempt, exit }) => ({
      name,
      id,
      image,
      state,
      attempt,
      ...(exit === undefined ? {} : { exitCode: exit.exitCode }),
    })),
  };
}

function reasonOf(state: PodState): string {
  switch (state.state) {
    case 'failing':
      return `container ${state.container}: ${state.reason}`;
    case 'refused':
      return state.reason;
    case 'starting':
      return state.waitingFor.length === 0 ? '' : `waiting for ${state.waitingFor.join(', ')}`;
    case 'running':
    case 'completed':
    case 'stopping':
    case 'stopped':
      return '';
  }
}

function formatPods(name: string | undefined, { node, pods, mirrors }: Looked): string {
  const rows = pods.flatMap((pod) => {
    const head = [`${pod.namespace}/${pod.name}`, pod.state.state];
    const manifest = pod.manifests[0]?.path ?? (pod.source === 'http' ? node.staticPodURL : '');
    const containers = pod.containers.map(({ name: container, state, attempt, createdAt, exit }) => [
      container,
      exit === undefined ? state : `${state} (${exit.exitCode})`,
      String(attempt),
      formatAge(node.time - createdAt),
    ]);
    const lines = containers.length === 0 ? [['', '', '', '']] : containers;
    return lines.map((cells, index) => [...(index === 0 ? head : ['', '']), ...cells, index === 0 ? manifest : '']);
  });
  const table = formatTable(['POD', 'STATE', 'CONTAINER', 'STATE', 'ATTEMPT', 'AGE', 'MANIFEST'], rows);
  const problems = node.problems.map(formatProblem).join('');
  const title = name === undefined ? '' : `${printableLine(name)}\n`;
  const mirrored = mirrors === undefined ? '' : `\n${formatMirrors(mirrors, pods)}`;
  return `${title}${rows.length === 0 ? 'no static Pods\n' : table}${problems === '' ? '' : `\n${problems}`}${mirrored}`;
}
