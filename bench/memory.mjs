// What the language server holds in memory after many edits.
import path from 'node:path';
import { typeAround } from './edits.mjs';
import { judge, printTable, root } from './harness.mjs';
import { LanguageClient } from './language-client.mjs';
import { manifestOfLines } from './manifests.mjs';

const steps = [0, 1_000, 5_000, 10_000];

export async function runMemory() {
  const text = manifestOfLines(300);
  const client = new LanguageClient([path.join(root, 'dist/cli.js'), 'lsp', '--stdio']);
  await client.open(text);
  const typing = typeAround(text);
  const rows = [];
  let done = 0;
  for (const step of steps) {
    for (; done < step; done++) {
      const [, change] = typing.next().value;
      await client.edit(change);
    }
    rows.push([`after ${step} edits`, client.residentMemory()]);
  }
  await client.close();
  printTable(
    'memory: the server of one manifest of 300 lines',
    ['', 'MiB resident'],
    rows.map(([name, size]) => [name, size.toFixed(1)]),
  );
  return [judge(`memory ${rows.at(-1)[0]}`, rows.at(-1)[1], 100, 'MiB')];
}
