// npm run bench [-- [--corpus PLACE] [--rounds N] [--strict] [BENCH…]]: see README.md beside this file.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCheckCorpus } from './check-corpus.mjs';
import { runColdStart } from './cold-start.mjs';
import { runEdit } from './edit.mjs';
import { runExplorer } from './explorer.mjs';
import { describeMachine, root, run } from './harness.mjs';
import { runLarge } from './large.mjs';
import { runMemory } from './memory.mjs';
import { runWebList } from './web-list.mjs';
import { runDeploy, runNodes } from './nodes.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpus: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    strict: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const benches = {
  check: () => runCheckCorpus({ corpus: values.corpus, rounds }),
  edit: () => runEdit({ edits: 2000, theirEdits: 500, warmUp: 200 }),
  memory: runMemory,
  'cold-start': () => runColdStart({ rounds: 2 * rounds + 1 }),
  large: () => runLarge({ rounds }),
  'web-list': runWebList,
  nodes: () => runNodes({ rounds }),
  deploy: () => runDeploy({ rounds: Math.min(rounds, 5) }),
  explorer: () => runExplorer({ rounds }),
};
const chosen = positionals.length === 0 ? Object.keys(benches) : positionals;
const unknown = chosen.find((name) => !Object.hasOwn(benches, name));
if (unknown !== undefined || !(rounds >= 1)) {
  console.error(
    `usage: npm run bench [-- [--corpus PLACE] [--rounds N] [--strict] [${Object.keys(benches).join('|')}]…]`,
  );
  process.exit(2);
}
process.chdir(root);
if (!values['no-build'] || !existsSync(path.join(root, 'dist/cli.js'))) {
  run('npm', ['run', '--silent', 'build']);
}
const kept = [];
for (const name of chosen) {
  kept.push(...(await benches[name]()));
  console.log(`(${describeMachine()})`);
}
console.log(`\n${kept.filter(Boolean).length} of ${kept.length} bounds kept`);
process.exitCode = values.strict && kept.includes(false) ? 1 : 0;
