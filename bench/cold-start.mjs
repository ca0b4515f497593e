// From the start of the server's process to the first diagnostics of an open document.
import path from 'node:path';
import { judge, median, printTable, root, spread, timeProcess } from './harness.mjs';
import { LanguageClient } from './language-client.mjs';
import { manifestOfLines } from './manifests.mjs';

const commands = {
  'cli.js lsp --stdio': ['dist/cli.js', 'lsp', '--stdio'],
  'server.js --stdio': ['dist/server.js', '--stdio'],
};

export async function runColdStart({ rounds }) {
  const text = manifestOfLines(300);
  const times = new Map([...Object.keys(commands), 'node that does nothing'].map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    const took = new Map();
    for (const [name, [file, ...rest]] of Object.entries(commands)) {
      took.set(name, await start([path.join(root, file), ...rest], text));
    }
    took.set('node that does nothing', 1000 * timeProcess([process.execPath, '-e', '0'], '/dev/null', [0]).wall);
    for (const [name, value] of round < 0 ? [] : took) {
      times.get(name).push(value);
    }
  }
  printTable(
    `cold start: spawn to first diagnostics, milliseconds, ${rounds} rounds in turn`,
    ['', 'min', 'median', 'max'],
    [...times].map(([name, values]) => [name, ...spread(values, 0)]),
  );
  return Object.keys(commands).map((name) => judge(`cold start of ${name}`, median(times.get(name)), 150, 'ms'));
}

async function start(command, text) {
  const client = new LanguageClient(command);
  await client.open(text);
  const took = performance.now() - client.started;
  await client.close();
  return took;
}
