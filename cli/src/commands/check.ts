import type { Target } from '../../../server/src/rules/rule';
import { checkOperands } from '../check-operands';
import { UsageError, type Command, type Options } from '../command';
import { readMinor } from '../kubernetes-version';
import { formatGithub } from '../output/github';
import { formatJson } from '../output/check-json';
import type { CheckedFile } from '../output/checked-file';
import { formatSarif } from '../output/sarif';
import { formatText } from '../output/check-text';
import { printable } from '../output/printable';

export const checkCommand: Command = {
  usage: '[OPTIONS] FILE|DIR…',
  description: [
    'Judges each FILE as a static Pod manifest, whatever it is called; a DIR is read as the kubelet reads staticPodPath:',
    'every regular file whose name does not begin with a dot, whatever its extension, and no folders. - is standard input.',
    'Exit code 0: the kubelet would run everything; 1: something is refused; 2: wrong use, or a file that can’t be read.',
  ].join('\n'),
  options: {
    'kubernetes-version': { type: 'text', value: '1.37', description: 'The kubelet that judges. Default: the newest.' },
    'node-name': { type: 'text', value: 'NAME', description: 'The Pod’s name gets it as a suffix. Default: my-node1.' },
    source: {
      type: 'text',
      value: 'file|http',
      choices: ['file', 'http'],
      description: 'Where the kubelet gets the manifest. Default: file.',
    },
    output: {
      type: 'text',
      value: 'text|json|sarif|github',
      choices: ['text', 'json', 'sarif', 'github'],
      description: 'Default: text.',
    },
    'stdin-filename': { type: 'text', value: 'NAME', description: 'What to call standard input.' },
  },
  run({ options, operands, terminal }) {
    if (operands.length === 0) {
      throw new UsageError('Name the files or folders to check; - is standard input.');
    }
    const target = readTarget(options);
    const { files, errors } = checkOperands(operands, target, options.text('stdin-filename'));
    terminal.print(formats[options.text('output') ?? 'text']?.(files, target) ?? '');
    for (const error of errors) {
      terminal.tell(`static-pods: ${printable(error)}\n`);
    }
    if (errors.length > 0) {
      return 2;
    }
    return files.every(({ accepted }) => accepted) ? 0 : 1;
  },
};

type Format = (files: readonly CheckedFile[], target: Target) => string;
const formats: Readonly<Record<string, Format>> = {
  text: formatText,
  json: formatJson,
  sarif: formatSarif,
  github: formatGithub,
};

function readTarget(options: Options): Target {
  return {
    minor: readMinor(options),
    nodeName: options.text('node-name') ?? 'my-node1',
    source: options.text('source') === 'http' ? 'http' : 'file',
  };
}
