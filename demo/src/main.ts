import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DemoNode } from './demo-node';

const usage = `usage: node dist/demo.js [--state DIR] [--port PORT] [--nodes N]

Runs demo nodes: SSH servers on loopback, each with a manifests folder and a simulated kubelet. Nothing is really run.
Prints one line of JSON for each node when all can be reached. Ends on SIGINT, SIGTERM, or the end of standard input.

  --state DIR   where keys, manifests and everything else live; default: a temporary folder, removed in the end
  --port PORT   the first node's port, the others' follow it; default: any that are free
  --nodes N     how many; default: 1
`;

interface Options {
  readonly state: string | undefined;
  readonly port: number;
  readonly nodes: number;
}

function readOptions(): Options | string {
  try {
    const { values } = parseArgs({
      options: {
        state: { type: 'string' },
        port: { type: 'string' },
        nodes: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    const port = Number(values.port ?? 0);
    const nodes = Number(values.nodes ?? 1);
    if (values.help === true) {
      return usage;
    }
    if (!Number.isInteger(port) || port < 0 || port + nodes > 65_536 || !Number.isInteger(nodes) || nodes < 1) {
      return `--port and --nodes are numbers.\n\n${usage}`;
    }
    return { state: values.state, port, nodes };
  } catch (error) {
    return `${(error as Error).message}\n\n${usage}`;
  }
}

async function run({ state, port, nodes }: Options): Promise<void> {
  if (process.platform === 'win32') {
    throw new Error("The demo node runs a node's shell scripts, which Windows has no shell for. Start it in WSL.");
  }
  const folder = state === undefined ? mkdtempSync(path.join(tmpdir(), 'static-pods-demo-')) : path.resolve(state);
  const started: DemoNode[] = [];
  const ended = waitForEnd();
  try {
    for (let number = 1; number <= nodes; number += 1) {
      const name = nodes === 1 ? 'demo' : `demo-${String(number)}`;
      started.push(await DemoNode.start({ folder, name, port: port === 0 ? 0 : port + number - 1 }));
    }
    for (const { address } of started) {
      process.stdout.write(`${JSON.stringify(address)}\n`);
    }
    await ended;
  } finally {
    await Promise.all(started.map((node) => node.stop()));
    if (state === undefined) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function waitForEnd(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      resolve();
    };
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    process.stdin.once('end', end);
    process.stdin.once('error', end);
    process.stdin.resume();
  });
}

const options = readOptions();
if (typeof options === 'string') {
  process.stderr.write(options);
  process.exitCode = options === usage ? 0 : 2;
} else {
  run(options).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`The demo node failed: ${(error as Error).message}\n`);
      process.exit(1);
    },
  );
}
