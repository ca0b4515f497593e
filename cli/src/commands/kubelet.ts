import { UsageError, type Command, type CommandContext, type ExitCode } from '../command';
import { nodeOptions } from '../node-options';
import { changeKubelet } from '../change-kubelet';
import { describeSettings, formatSettings } from '../output/kubelet-settings';
import { lookAtKubelet } from '../../../client/src/node/kubelet-settings/look';
import { planMove, planSettings } from '../../../client/src/node/kubelet-settings/plan';
import { isSettingKey, settingKeys, type SettingKey } from '../../../client/src/node/kubelet-settings/settings';
import { doneOnly, formatNodesJson, onNodes, tellFailures } from '../nodes';
import { changeOptions } from '../change-options';

const verbs = {
  show,
  set: (context: CommandContext, operands: readonly string[]) => {
    const values = readAssignments(operands);
    return changeKubelet(context, {
      needsYes: true,
      plan: (look) => planSettings(look, values, { force: context.options.flag('force') }),
    });
  },
  'move-flags': (context: CommandContext, operands: readonly string[]) => {
    rejectMore('move-flags', operands);
    return changeKubelet(context, { needsYes: true, plan: planMove });
  },
  restart: (context: CommandContext, operands: readonly string[]) => {
    rejectMore('restart', operands);
    return changeKubelet(context, { needsYes: false, plan: () => undefined });
  },
};

export const kubeletCommand: Command = {
  usage: [
    'show NODE… [OPTIONS]',
    `set KEY=VALUE… NODE… [OPTIONS]   where KEY is one of ${settingKeys.filter((key) => key !== 'staticPodURLHeader').join(', ')}`,
    'move-flags NODE… [OPTIONS]',
    'restart NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  ].join('\n       static-pods kubelet '),
  description: [
    'show: where each setting comes from, and which place wins: flags in systemd units and environment files, configuration',
    '  files and drop-ins. It only reads.',
    'set: changes the configuration file, shows what changes, starts the kubelet anew, and puts everything back if it does',
    '  not become healthy with the Pods that ran. KEY= takes a setting out.',
    'move-flags: moves the deprecated flags (--pod-manifest-path, --manifest-url, …) into the configuration file.',
    'restart: starts the kubelet anew, waits until it is healthy, and tells its last errors if it is not. Containers run on.',
    'set and move-flags want --yes where nobody sits at the terminal.',
  ].join('\n'),
  options: {
    ...nodeOptions,
    yes: changeOptions.yes,
    stable: { ...changeOptions.stable, description: 'How long the kubelet must stay healthy. Default: 5.' },
    timeout: { ...changeOptions.timeout, description: 'How long the whole wait may take. Default: 120.' },
    'restart-command': {
      type: 'text',
      value: 'COMMAND',
      description: "How the kubelet is started anew. Default: systemctl restart, of the kubelet's unit.",
    },
    'dry-run': { type: 'flag', description: 'Only show what would change.' },
    force: { type: 'flag', description: 'Also what the kubelet would not take; it is put back if the kubelet fails.' },
  },
  run(context) {
    const [verb = '', ...operands] = context.operands;
    if (!Object.hasOwn(verbs, verb)) {
      const said = verb === '' ? "'kubelet' needs a word behind it" : `'kubelet' knows no '${verb}'`;
      throw new UsageError(`${said}: ${Object.keys(verbs).join(', ')}.`);
    }
    return verbs[verb as keyof typeof verbs](context, operands);
  },
};

async function show(context: CommandContext, operands: readonly string[]): Promise<ExitCode> {
  rejectMore('show', operands);
  const outcomes = await onNodes(context, (transport, target) => lookAtKubelet(transport, target));
  if (context.options.text('output') === 'json') {
    context.terminal.print(formatNodesJson(outcomes, describeSettings));
  } else {
    const nodes = doneOnly(outcomes);
    context.terminal.print(nodes.map(({ target, value }) => formatSettings(target.name, value)).join('\n'));
  }
  tellFailures(context, outcomes);
  return outcomes.every(({ state }) => state === 'done') ? 0 : 1;
}

function readAssignments(operands: readonly string[]): ReadonlyMap<SettingKey, string> {
  if (operands.length === 0) {
    throw new UsageError('Name a setting: kubelet set KEY=VALUE, or KEY= to take it out.');
  }
  const values = new Map<SettingKey, string>();
  for (const operand of operands) {
    const equals = operand.indexOf('=');
    const key = equals === -1 ? operand : operand.slice(0, equals);
    if (!isSettingKey(key) || key === 'staticPodURLHeader') {
      throw new UsageError(
        `'kubelet set' knows no '${key}'. It knows staticPodPath, staticPodURL, fileCheckFrequency and httpCheckFrequency.`,
      );
    }
    if (equals === -1) {
      throw new UsageError(`Write ${key}=VALUE, or ${key}= to take it out.`);
    }
    if (values.has(key)) {
      throw new UsageError(`${key} was given twice. Give it once.`);
    }
    values.set(key, operand.slice(equals + 1));
  }
  return values;
}

function rejectMore(verb: string, [first]: readonly string[]): void {
  if (first !== undefined) {
    throw new UsageError(`'kubelet ${verb}' takes options only: leave out '${first}'.`);
  }
}
