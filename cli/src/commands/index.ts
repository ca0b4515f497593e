import type { Command } from '../command';
import { prepareManyNodes, prepareShortRun } from '../short-run';

export interface CommandEntry {
  readonly summary: string;
  /** `check` must not pay for what `deploy` needs. */
  load(): Promise<Command>;
}

export const commandTable: Readonly<Record<string, CommandEntry>> = {
  check: {
    summary: "Say what the kubelet would say of manifests or of a node's manifests folder.",
    load: async () => {
      prepareShortRun();
      return (await import('./check')).checkCommand;
    },
  },
  lsp: {
    summary: 'Serve the language server protocol for any editor.',
    load: async () => (await import('./lsp')).lspCommand,
  },
  node: {
    summary: 'Tell what a node is: its kubelet, where it reads manifests, its runtime.',
    load: async () => (await import('./on-nodes')).nodeCommand,
  },
  ps: {
    summary: 'List the static Pods of nodes and what the kubelet refuses.',
    load: async () => (await import('./on-nodes')).psCommand,
  },
  deploy: {
    summary: 'Put manifests on nodes, and wait until their containers run and stay.',
    load: async () => (await import('./on-nodes')).deployCommand,
  },
  plan: {
    summary: 'Tell what would change on nodes for them to match a folder.',
    load: async () => (await import('./on-nodes')).planCommand,
  },
  apply: {
    summary: 'Make nodes match a folder of manifests, a canary first.',
    load: async () => {
      prepareManyNodes();
      return (await import('./on-nodes')).applyCommand;
    },
  },
  adopt: {
    summary: "Bring a node's manifests into a folder.",
    load: async () => (await import('./on-nodes')).adoptCommand,
  },
  remove: {
    summary: 'Take a static Pod off nodes, and wait until its containers are gone.',
    load: async () => (await import('./on-nodes')).removeCommand,
  },
  restart: {
    summary: 'Start a static Pod anew.',
    load: async () => (await import('./on-nodes')).restartCommand,
  },
  park: {
    summary: 'Take a static Pod off nodes for a while.',
    load: async () => (await import('./on-nodes')).parkCommand,
  },
  unpark: {
    summary: 'Bring a parked static Pod back.',
    load: async () => (await import('./on-nodes')).unparkCommand,
  },
  rollback: {
    summary: 'Make a static Pod what it was before its last change.',
    load: async () => (await import('./on-nodes')).rollbackCommand,
  },
  logs: {
    summary: "Print what a static Pod's container wrote.",
    load: async () => (await import('./on-nodes')).logsCommand,
  },
  timeline: {
    summary: 'Tell what happened to a static Pod, in order, so that a crash loop explains itself.',
    load: async () => (await import('./on-nodes')).timelineCommand,
  },
  exec: {
    summary: "Run a command, or a shell, in a static Pod's container.",
    load: async () => (await import('./on-nodes')).execCommand,
  },
  inspect: {
    summary: 'Print all that the runtime knows of a static Pod, a container or its image.',
    load: async () => (await import('./on-nodes')).inspectCommand,
  },
  stats: {
    summary: 'Tell what containers use of processor and memory.',
    load: async () => (await import('./on-nodes')).statsCommand,
  },
  problems: {
    summary: 'List what the kubelet refuses now, by file and field.',
    load: async () => (await import('./on-nodes')).problemsCommand,
  },
  kubelet: {
    summary: "Show, change or move the kubelet's settings for static Pods, or start it anew.",
    load: async () => (await import('./on-nodes')).kubeletCommand,
  },
  publish: {
    summary: 'Write a folder as the one list that kubelets read from a web server, and follow who takes it.',
    load: async () => (await import('./on-nodes')).publishCommand,
  },
};
