import { observeNode } from '../../../client/src/node/observe';
import type { ObservedNode } from '../../../client/src/node/observed-node';
import type { WebSource } from '../../../client/src/node/web-source';
import type { Command } from '../command';
import { judgeList } from '../judge';
import { nodeOptions } from '../node-options';
import { doneOnly, formatNodesJson, onNodes, tellFailures } from '../nodes';
import { printableLine } from '../output/printable';
import { rejectOperands } from './operands';

export const nodeCommand: Command = {
  usage: 'NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  description: 'Tells what the kubelet and the runtime of each node are. It only reads.',
  options: nodeOptions,
  async run(context) {
    rejectOperands('node', context.operands);
    const outcomes = await onNodes(context, (transport, target) => observeNode(transport, target, { judgeList }));
    if (context.options.text('output') === 'json') {
      context.terminal.print(formatNodesJson(outcomes, describeNode));
    } else {
      context.terminal.print(
        doneOnly(outcomes)
          .map(({ target, value }) => formatNode(target.name, value))
          .join('\n'),
      );
    }
    tellFailures(context, outcomes);
    return outcomes.every(({ state }) => state === 'done') ? 0 : 1;
  },
};

function describeNode(node: ObservedNode): object {
  return {
    nodeName: node.nodeName,
    kubeletVersion: node.kubelet.version,
    staticPodPath: node.staticPodPath,
    staticPodURL: node.staticPodURL,
    healthy: node.health.state === 'ok' || (node.health.state === 'unknown' && node.kubelet.state === 'running'),
    runtime: describeRuntime(node),
    crictl: node.runtime.crictl,
    ...(node.webSource === undefined ? {} : { webSource: describeWebSource(node.webSource) }),
    ...(node.health.state === 'ok' ? {} : { health: node.health.reason }),
    ...(node.remarks.length === 0 ? {} : { remarks: node.remarks }),
  };
}

function describeWebSource({ state, reasons, periodSeconds, look }: WebSource): object {
  return {
    state,
    httpCheckFrequencySeconds: periodSeconds,
    ...(reasons.length === 0 ? {} : { reasons }),
    ...(look !== undefined && 'verdict' in look && look.verdict.accepted
      ? { pods: look.verdict.pods.map(({ namespace, name }) => ({ namespace, name })) }
      : {}),
  };
}

function formatWebSource({ state, reasons, periodSeconds, look }: WebSource): string {
  const pods = look !== undefined && 'verdict' in look && look.verdict.accepted ? look.verdict.pods : [];
  const why = reasons.map(({ field, message }) => (field === undefined ? message : `\`${field}\`: ${message}`));
  const names = pods.map(({ namespace, name }) => `${namespace}/${name}`);
  return [`${state}, every ${periodSeconds} s`, ...names, ...why].join('; ');
}

function describeRuntime({ runtime }: ObservedNode): string {
  return runtime.state === 'ready' ? `${runtime.name} ${runtime.version}` : '';
}

function formatNode(name: string, node: ObservedNode): string {
  const { kubelet, health, runtime } = node;
  const state =
    kubelet.state === 'stopped' ? 'not running' : `${kubelet.version}${kubelet.unit && ` (${kubelet.unit})`}`;
  const lines: [string, string][] = [
    ['node name', node.nodeName],
    ['kubelet', state],
    ['health', health.state === 'ok' ? 'ok' : `${health.state}: ${health.reason}`],
    ['staticPodPath', node.staticPodPath || 'none'],
    ['staticPodURL', node.staticPodURL || 'none'],
    ...(node.webSource === undefined ? [] : [['list', formatWebSource(node.webSource)] as [string, string]]),
    ['runtime', runtime.state === 'ready' ? `${describeRuntime(node)} at ${runtime.endpoint}` : runtime.reason],
    ['crictl', runtime.crictl || 'not found'],
    ...node.remarks.map((remark): [string, string] => ['remark', remark]),
  ];
  const width = Math.max(...lines.map(([label]) => label.length));
  const rows = lines.map(([label, value]) => `  ${label.padEnd(width)}  ${printableLine(value)}\n`).join('');
  return `${printableLine(name)}\n${rows}`;
}
