import { quoteCommand } from '../../transport/quote';
import type { Transport } from '../../transport/transport';
import type { ObservedNode } from '../observed-node';
import { sha256 } from '../observe';
import {
  runTransaction,
  type Failure,
  type ManifestRequest,
  type Outcome,
  type TransactionEvent,
} from '../transaction';
import type { SettingsChange } from './plan';

const defaultRestartCommand = 'systemctl restart kubelet';

export interface RestartOptions {
  /** A command line for the node's sh. Default: `systemctl restart` of the kubelet's unit. */
  readonly restartCommand?: string;
  /** How long the kubelet must stay healthy. Default 5. */
  readonly stableSeconds?: number;
  /** How long the whole wait may take; going back has as long again. Default 120. */
  readonly timeoutSeconds?: number;
  /** Leave in place what fails. */
  readonly keep?: boolean;
  /** Aborting puts everything back. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TransactionEvent) => void;
}

export interface RestartResult {
  readonly outcome: Outcome;
  /** `healthy`: as asked. `rolled-back`: it was not, and everything is as before, the kubelet healthy again. */
  readonly result: 'healthy' | 'rolled-back' | 'failed';
  /** What happened and what was done about it, for people. */
  readonly message: string;
  /** What the kubelet's journal says is wrong. */
  readonly output: readonly string[];
}

/** Starts the kubelet anew and waits until it is healthy with the Pods that ran. Throws TransportError, TransactionError. */
export function restartKubelet(
  transport: Transport,
  node: ObservedNode,
  options: RestartOptions = {},
): Promise<RestartResult> {
  return change(transport, node, undefined, options);
}

/** Carries a change of settings out as one transaction that goes on without this client. */
export function applySettings(
  transport: Transport,
  node: ObservedNode,
  settings: SettingsChange,
  options: RestartOptions = {},
): Promise<RestartResult> {
  return change(transport, node, settings, options);
}

async function change(
  transport: Transport,
  node: ObservedNode,
  settings: SettingsChange | undefined,
  options: RestartOptions,
): Promise<RestartResult> {
  const story = new RestartStory();
  const keys = new Set(settings?.changes.map(({ key }) => key));
  const { healthzBindAddress: host, healthzPort: port } = node.kubelet.configuration;
  const outcome = await runTransaction(
    transport,
    {
      manifests: settings === undefined ? [] : requestsOf(settings),
      crictl: node.runtime.crictl,
      runtimeEndpoint: node.runtime.endpoint,
      unit: node.kubelet.unit || 'kubelet.service',
      stableSeconds: options.stableSeconds ?? 5,
      timeoutSeconds: options.timeoutSeconds ?? 120,
      pullSeconds: 0,
      hasCredentialProvider: false,
      keep: options.keep === true,
      kubelet: {
        command: options.restartCommand ?? restartCommandOf(node),
        reload: settings?.reload === true,
        health: { host, port },
        healthBefore: { host, port },
        keptSources: [
          ...(keys.has('staticPodPath') ? [] : (['file'] as const)),
          ...(keys.has('staticPodURL') || keys.has('staticPodURLHeader') ? [] : (['http'] as const)),
          'api',
        ],
      },
    },
    {
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onEvent(event) {
        story.note(event);
        options.onEvent?.(event);
      },
    },
  );
  return story.tell(outcome, settings);
}

/** k3s and its kin have the kubelet inside: their unit is what is started anew. */
export function restartCommandOf({ kubelet }: ObservedNode): string {
  // systemd writes what is no letter of a name as `\x2d`, which a shell would read as two letters.
  return kubelet.unit === ''
    ? defaultRestartCommand
    : quoteCommand(['systemctl', 'restart', kubelet.unit.replace(/\.service$/, '')]);
}

function requestsOf({ files, folder }: SettingsChange): ManifestRequest[] {
  const folders: ManifestRequest[] = folder === undefined ? [] : [{ action: 'folder', path: folder, old: '-' }];
  return [
    ...folders,
    ...files.map(({ path, before, after }): ManifestRequest => ({
      action: 'write',
      path,
      old: before === undefined ? '-' : sha256(before),
      content: Buffer.from(after),
    })),
  ];
}

/** What the events of the transaction say. */
class RestartStory {
  private readonly output: string[] = [];
  private failure: Failure | undefined;
  private progress: string | undefined;
  private isRestored = false;
  private leftAlone = '';

  note(event: TransactionEvent): void {
    switch (event.event) {
      case 'failed':
        this.failure ??= event.failure;
        break;
      case 'progress':
        this.progress = this.failure === undefined ? event.text : this.progress;
        break;
      case 'output':
        this.output.push(event.text);
        break;
      case 'restored':
        this.isRestored = true;
        break;
      case 'undone':
        this.leftAlone = event.remark === '' ? this.leftAlone : event.remark;
        break;
      case 'begin':
      case 'resumed':
      case 'reconnecting':
      case 'lost':
      case 'recovered':
      case 'untold':
      case 'step':
      case 'staged':
      case 'committed':
      case 'complaint':
      case 'result':
      case 'end':
        break;
    }
  }

  tell(outcome: Outcome, settings: SettingsChange | undefined): RestartResult {
    const failed = (message: string): RestartResult => ({ outcome, result: 'failed', message, output: this.output });
    switch (outcome) {
      case 'proven':
        return {
          outcome,
          result: 'healthy',
          message: 'The kubelet is healthy, and what ran before runs.',
          output: [],
        };
      case 'locked':
        return failed('Another transaction is at work on the node. Nothing was changed: try again when it is over.');
      case 'lost':
        return failed(
          'The script on the node was killed before it was done. The next change there finishes or undoes it first.',
        );
      case 'unchanged':
        return failed(`${this.cause()} Nothing was changed.`);
      case 'kept':
        return failed(
          settings === undefined
            ? `${this.cause()} The kubelet was started anew; nothing else was changed. See \`journalctl -u kubelet\`.`
            : `${this.cause()} The new settings were left in place, as asked.`,
        );
      case 'undone': {
        const back = this.leftAlone === '' ? 'The old settings were put back' : `The files were ${this.leftAlone}`;
        return this.isRestored
          ? { ...failed(`${this.cause()} ${back}, and the kubelet is healthy again.`), result: 'rolled-back' }
          : failed(
              `${this.cause()} ${back}, but the kubelet has not become healthy again: see \`journalctl -u kubelet\`.`,
            );
      }
    }
  }

  private cause(): string {
    const { failure } = this;
    switch (failure?.kind) {
      case undefined:
        return 'It was interrupted.';
      case 'timeout':
        return `It took longer than ${failure.seconds} s${this.progress === undefined ? '' : ` to wait for ${this.progress.trim()}`}.`;
      case 'cancelled':
        return 'It was cancelled.';
      case 'changed':
        return `${capitalize(failure.text)}. Look at the node again and repeat it.`;
      case 'preflight':
      case 'disk':
      case 'transfer':
      case 'runtime':
        return `${capitalize(failure.text)}.`;
      case 'refused':
      case 'complained':
        return `${failure.entry}.`;
      case 'exited':
        return `Container \`${failure.container}\` ended with exit code ${failure.exitCode}.`;
    }
  }
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Which of the containers that ran before still run, by id: a restart of the kubelet leaves them alone. */
export function compareContainers(before: ObservedNode, after: ObservedNode): { kept: string[]; gone: string[] } {
  const running = (node: ObservedNode): string[] =>
    node.containers.filter(({ state }) => state === 'running').map(({ id }) => id);
  const now = new Set(running(after));
  const then = running(before);
  return { kept: then.filter((id) => now.has(id)), gone: then.filter((id) => !now.has(id)) };
}
