import * as vscode from 'vscode';
import type { ConfiguredNode } from '../configured-node';
import { CrictlError, runNodeCommand } from '../node/crictl/command';
import { inspectContainer, inspectImage as inspectImageCommand, inspectSandbox } from '../node/crictl/inspect-commands';
import { pullImage as pullCommand } from '../node/crictl/pull';
import { stopContainer as stopCommand } from '../node/crictl/stop';
import type { ObservedNode } from '../node/observed-node';
import { ContainerTerminal } from '../container-terminal';
import { tell } from '../notification';
import { withProgress } from '../progress';
import type { ContainerElement, PodElement } from '../views/elements';
import { CommandError, type Command } from './command';
import { elementsOf } from './tree-element';

/** Stops containers, for what that is worth: the kubelet starts them again as their Pods' next attempts. */
export const stopContainer: Command = async (context, ...args) => {
  const elements = elementsOf(context, args, 'container').filter(({ container }) => container.state === 'running');
  if (elements.length === 0) {
    return;
  }
  const names = elements.map(({ container, node }) => `${container.name} on ${node.name}`).join(', ');
  const stops = await withProgress(`Stopping ${names}`, (_report, signal) =>
    Promise.allSettled(
      elements.map(({ node, look, container }) =>
        runNodeCommand(node.transport, stopCommand(look.observed, container.id), signal),
      ),
    ),
  );
  const nodes = new Set(elements.map(({ node }) => node));
  await Promise.all(
    [...nodes].map((node) => {
      node.expectChange();
      return node.refreshAnew();
    }),
  );
  // One that is gone is what was wanted; another's failure is told once all were tried.
  const failed = stops.flatMap((stop) =>
    stop.status === 'rejected' && !isGone(stop.reason) ? [stop.reason as Error] : [],
  );
  if (failed[0] !== undefined) {
    throw failed[0];
  }
  vscode.window.setStatusBarMessage(
    `${names} ${elements.length === 1 ? 'was' : 'were'} stopped, and the kubelet starts ${elements.length === 1 ? 'it' : 'them'} again. Remove the manifest to end it.`,
    10_000,
  );
};

function isGone(error: unknown): boolean {
  return error instanceof CrictlError && error.isGone;
}

/** Fetches a container's image anew: a tag may stand for another image by now. */
export const pullImage: Command = async (context, ...args) => {
  const elements = elementsOf(context, args, 'container');
  const wanted = new Map(elements.map((element) => [`${element.node.name} ${element.container.image}`, element]));
  for (const { node, look, container } of wanted.values()) {
    const reference = await withProgress(`Pulling ${container.image} on ${node.name}`, (_report, signal) =>
      runNodeCommand(node.transport, pullCommand(look.observed, container.image), signal),
    );
    tell(
      'information',
      `${container.image} is on ${node.name} as the registry has it now (${reference.slice(0, 19)}). Containers that run go on with the image that they were started from.`,
      context.output,
    );
  }
};

/** All that the runtime knows of a container, or of a Pod's sandbox. */
export const inspect: Command = async (context, ...args) => {
  for (const element of elementsOf(context, args, 'container', 'pod')) {
    const { node } = element;
    const { id, name, command } = inspection(element);
    await context.views.show({
      name: `${name} on ${node.name}.json`,
      key: id,
      read: () =>
        withProgress(`Inspecting ${name} on ${node.name}`, (_report, signal) =>
          runNodeCommand(node.transport, command(lookOf(node, element)), signal),
        ),
    });
  }
};

function inspection(element: ContainerElement | PodElement): {
  readonly id: string;
  readonly name: string;
  readonly command: (node: ObservedNode) => ReturnType<typeof inspectContainer>;
} {
  if (element.kind === 'container') {
    const { id, name, attempt } = element.container;
    return {
      id,
      name: `${name} of ${element.pod.name}, attempt ${attempt}`,
      command: (node) => inspectContainer(node, id),
    };
  }
  const { sandbox, name } = element.pod;
  if (sandbox === undefined) {
    throw new CommandError(`${name} has no PodSandbox yet: nothing of it runs.`);
  }
  return { id: sandbox.id, name: `PodSandbox of ${name}`, command: (node) => inspectSandbox(node, sandbox.id) };
}

export const inspectImage: Command = async (context, ...args) => {
  for (const element of elementsOf(context, args, 'container')) {
    const { node, container } = element;
    await context.views.show({
      name: `image ${container.image.replaceAll('/', '∕')} on ${node.name}.json`,
      key: container.image,
      read: () =>
        withProgress(`Inspecting ${container.image} on ${node.name}`, (_report, signal) =>
          runNodeCommand(node.transport, inspectImageCommand(lookOf(node, element), container.image), signal),
        ),
    });
  }
};

function lookOf(node: ConfiguredNode, { look }: ContainerElement | PodElement): ObservedNode {
  return node.look?.observed ?? look.observed;
}

/** A shell in a container, in VS Code's terminal. */
export const openTerminal: Command = async (context, ...args) => {
  for (const element of elementsOf(context, args, 'container', 'pod')) {
    const container = element.kind === 'container' ? element.container : await runningContainer(element);
    if (container !== undefined) {
      const { node, pod } = element;
      const terminal = vscode.window.createTerminal({
        name: `${container.name} · ${pod.name} · ${node.name}`,
        iconPath: new vscode.ThemeIcon('terminal'),
        pty: new ContainerTerminal(node, container, pod.name),
        isTransient: true,
      });
      terminal.show();
    }
  }
};

async function runningContainer({ pod }: PodElement): Promise<ContainerElement['container'] | undefined> {
  const running = pod.containers.filter(({ state }) => state === 'running');
  if (running.length === 0) {
    throw new CommandError(`No container of ${pod.name} runs now, so there is none to open a terminal in.`);
  }
  if (running.length === 1) {
    return running[0];
  }
  const items = running.map((container) => ({ label: container.name, description: container.image, container }));
  return (await vscode.window.showQuickPick(items, { title: `A terminal in which container of ${pod.name}?` }))
    ?.container;
}
