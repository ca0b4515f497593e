import type { Options, OptionSpec } from './command';
import { nodeOptions } from './node-options';

/** The options of every command that changes nodes. */
export const changeOptions = {
  ...nodeOptions,
  yes: { type: 'flag', description: 'Ask nothing. Without a terminal on standard input nothing is asked anyway.' },
  stable: {
    type: 'number',
    value: 'SECONDS',
    minimum: 0,
    description: 'How long new containers must stay up. Default: 5.',
  },
  timeout: {
    type: 'number',
    value: 'SECONDS',
    minimum: 1,
    description: 'How long the whole wait may take. Default: 60.',
  },
  'pull-timeout': {
    type: 'number',
    value: 'SECONDS',
    minimum: 1,
    description: 'How long images that a node lacks may take to pull, before anything is changed. Default: 300.',
  },
  concurrency: {
    type: 'number',
    value: 'N',
    minimum: 1,
    description: 'Nodes that are changed at a time. Default: 10.',
  },
  canary: {
    type: 'text',
    value: 'NODE',
    description: 'Of several nodes, the one that is changed alone, before all others. Default: the first.',
  },
  'no-canary': { type: 'flag', description: 'No node goes before the others.' },
  'keep-going': {
    type: 'flag',
    description: 'Go on with the other nodes where one fails. By default no further node is begun.',
  },
} as const satisfies Record<string, OptionSpec>;

export function readWait(options: Options): {
  stableSeconds: number;
  timeoutSeconds: number;
  pullSeconds: number;
} {
  return {
    pullSeconds: Math.ceil(options.number('pull-timeout') ?? 300),
    stableSeconds: Math.ceil(options.number('stable') ?? 5),
    timeoutSeconds: Math.ceil(options.number('timeout') ?? 60),
  };
}
