import * as vscode from 'vscode';
import { formatTimeline, readTimeline } from '../node/timeline';
import { withProgress } from '../progress';
import { CommandError, type Command } from './command';
import { elementsOf } from './tree-element';

/** What happened to a Pod, in order: its attempts, how they ended, and what the kubelet said. */
export const showTimeline: Command = async (context, ...args) => {
  const elements = elementsOf(context, args, 'container', 'pod');
  const pods = new Map(elements.map((element) => [`${element.node.name} ${element.pod.podName}`, element]));
  for (const { node, pod, look } of pods.values()) {
    const name = `${pod.namespace}/${pod.name}`;
    await context.views.show({
      name: `timeline of ${pod.name} on ${node.name}.log`,
      key: name,
      read: async () => {
        const now =
          node.look?.pods.find((one) => one.namespace === pod.namespace && one.podName === pod.podName) ?? pod;
        const timeline = await withProgress(`Reading the timeline of ${pod.name}`, (_report, signal) =>
          readTimeline(node.transport, node.look?.observed ?? look.observed, now, signal),
        );
        return formatTimeline(`Timeline of ${name} on ${node.name}: ${now.state.state}`, timeline);
      },
    });
  }
};

/** Reads what an inspection or a timeline shows anew. */
export const refreshDocument: Command = async ({ views }, arg) => {
  const uri = arg instanceof vscode.Uri ? arg : vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined || !(await views.refresh(uri))) {
    throw new CommandError('This is no view of a node. Open one from the node explorer.');
  }
};
