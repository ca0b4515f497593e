import type { Container } from '../../server/src/schema/pod-types';

/** One thing that a simulated container does. Times are milliseconds. */
export type Step =
  | { readonly do: 'write'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  | { readonly do: 'sleep'; readonly milliseconds: number }
  | { readonly do: 'exit'; readonly code: number }
  /** Stays until it is stopped. */
  | { readonly do: 'stay' };

/**
 * What a container of the demo does: nothing is run. Of a shell script the words that examples of crashes are made of
 * are followed (echo, sleep, exit, true, false); anything else is taken for a server that stays up.
 */
export function readProgram(container: Container): readonly Step[] {
  const argv = [...(container.command ?? []), ...(container.args ?? [])];
  const [program = '', ...rest] = argv;
  const name = program.slice(program.lastIndexOf('/') + 1);
  switch (name) {
    case '':
      return serve(container.image ?? '', []);
    case 'sh':
    case 'ash':
    case 'bash':
    case 'dash': {
      const at = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
      const script = rest[at + 1];
      return at === -1 || script === undefined ? serve(program, rest) : readScript(script);
    }
    default:
      return readCommand(name, rest) ?? serve(program, rest);
  }
}

function serve(program: string, rest: readonly string[]): Step[] {
  const line = [program, ...rest].join(' ');
  return [
    { do: 'write', stream: 'stdout', text: `demo: nothing runs here; a node would run: ${line}` },
    { do: 'stay' },
  ];
}

function readScript(script: string): Step[] {
  const steps: Step[] = [];
  for (const statement of script.split(/;|&&|\n/)) {
    const words = splitWords(statement);
    const [name = '', ...rest] = words;
    if (name === '' || name === 'set' || name === 'trap' || name.startsWith('#')) {
      continue;
    }
    if (name === 'while' || name === 'until' || name === 'for') {
      return [...steps, ...serve(script.trim(), [])];
    }
    const known = readCommand(name === 'exec' ? (rest[0] ?? '') : name, name === 'exec' ? rest.slice(1) : rest);
    if (known === undefined) {
      return [...steps, ...serve(statement.trim(), [])];
    }
    steps.push(...known.filter((step) => !(step.do === 'exit' && step.code === 0 && name !== 'exit')));
    if (known.some((step) => step.do === 'stay' || (step.do === 'exit' && (name === 'exit' || step.code !== 0)))) {
      return steps;
    }
  }
  return [...steps, { do: 'exit', code: 0 }];
}

/** Undefined for a program that the demo does not know. A known one ends with its exit code. */
function readCommand(name: string, rest: readonly string[]): Step[] | undefined {
  switch (name) {
    case 'true':
    case ':':
      return [{ do: 'exit', code: 0 }];
    case 'false':
      return [{ do: 'exit', code: 1 }];
    case 'exit':
      return [{ do: 'exit', code: Number.parseInt(rest[0] ?? '0', 10) & 0xff }];
    case 'echo':
    case 'printf': {
      const toStderr = rest.some((word) => word === '>&2' || word === '1>&2');
      const text = rest.filter((word) => !/^(\d?>&\d|-[ne]+)$/.test(word)).join(' ');
      return [
        { do: 'write', stream: toStderr ? 'stderr' : 'stdout', text },
        { do: 'exit', code: 0 },
      ];
    }
    case 'sleep': {
      const seconds = Number.parseFloat(rest[0] ?? '');
      return rest[0] === 'infinity' || Number.isNaN(seconds) || seconds > 86_400
        ? [{ do: 'stay' }]
        : [
            { do: 'sleep', milliseconds: seconds * 1000 },
            { do: 'exit', code: 0 },
          ];
    }
    default:
      return undefined;
  }
}

/** Words of a shell statement, quotes taken off. */
function splitWords(statement: string): string[] {
  return [...statement.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replace(/["']/g, ''));
}
