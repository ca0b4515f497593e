// The node explorer's share of the extension host's time: a look at a large node, and a log that pours in.
import { build } from 'esbuild';
import { createRequire } from 'node:module';
import path from 'node:path';
import { common } from '../esbuild.mjs';
import { judge, median, printTable, quantile, root, spread, time } from './harness.mjs';
import { containers, describeNode, pods } from './large-node.mjs';

const require = createRequire(import.meta.url);
const logBytes = 200_000_000;
const recordings = path.join(root, 'test/fixtures/recordings');
/** What stands between sections (sections.ts). */
const nonce = 'bench';

export async function runExplorer({ rounds }) {
  const product = await loadExplorer();
  const kept = [await measureLooks(product, 4 * rounds)];
  kept.push(await measureLog(product));
  return kept;
}

/** The editor's own classes are plain holders of values; what they cost there is not ours to save. */
async function loadExplorer() {
  const outfile = path.join(root, 'out/bench/explorer.cjs');
  const editor = `
    export class TreeItem { constructor(label, collapsibleState) { Object.assign(this, { label, collapsibleState }); } }
    export class ThemeIcon { constructor(id, color) { Object.assign(this, { id, color }); } }
    export class ThemeColor { constructor(id) { this.id = id; } }
    export class EventEmitter {}
    export class Disposable {}
    export const window = {}, workspace = {}, commands = {};
    export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };`;
  await build({
    ...common,
    stdin: {
      contents: `export * from './node/observe'; export * from './node/sections'; export * from './node/static-pods';
        export { drawAll } from './views/node-tree'; export { plainTree } from './views/tree-options';
        export { LogBuffer } from './documents/log-buffer'; export { LocalTransport } from './transport/local';`,
      resolveDir: path.join(root, 'client/src'),
      loader: 'ts',
    },
    plugins: [
      {
        name: 'editor',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'editor' }));
          onLoad({ filter: /.*/, namespace: 'editor' }, () => ({ contents: editor }));
        },
      },
    ],
    outfile,
  });
  return require(outfile);
}

async function measureLooks(product, looks) {
  const { parseSections, parseObservation, joinStaticPods, drawAll, plainTree } = product;
  const times = { read: [], join: [], draw: [], all: [] };
  let rows = 0;
  let previous;
  for (let look = -3; look < looks; look++) {
    const answer = describeNode({ recordings, round: look, nonce });
    const parts = {};
    const whole = await time(async () => {
      let observed;
      let joined;
      parts.read = await time(() => (observed = parseObservation(parseSections(answer, nonce), previous)));
      parts.join = await time(() => (joined = joinStaticPods(observed)));
      parts.draw = await time(() => {
        const state = { observed, pods: joined, usage: new Map(), at: Date.now() };
        const node = { name: 'edge-1', look: state, state: { state: 'ready', look: state } };
        // Once to see whether anything changed, once for the editor, which asks for every row that did.
        for (let time = 0; time < 2; time++) {
          rows = drawAll({ kind: 'node', node }, plainTree, { now: Date.now(), interval: 5 }).split(
            '"contextValue"',
          ).length;
        }
      });
      previous = observed;
    });
    if (look >= 0) {
      times.all.push(whole.cpu);
      for (const [part, took] of Object.entries(parts)) {
        times[part].push(took.cpu);
      }
    }
  }
  const table = Object.entries(times).map(([part, took]) => [
    part,
    ...spread(took, 1),
    quantile(took, 0.95).toFixed(1),
  ]);
  const title = `explorer: a look at ${pods} Pods and ${containers} containers, ${rows - 1} rows, milliseconds of CPU`;
  printTable(title, ['', 'min', 'median', 'max', 'p95'], table);
  return judge('a look at a large node, in the extension host (median)', median(times.all), 50, 'ms');
}

/** 200 MB come from a process, as over a connection; the text is drawn more often than the editor is told to. */
async function measureLog({ LocalTransport, LogBuffer }) {
  const transport = new LocalTransport({ secrets: {}, questions: {} });
  const buffer = new LogBuffer(2_000_000);
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  let passed = 0;
  let drawn = 0;
  let last = performance.now();
  const took = await time(async () => {
    const line =
      'I1123 03:46:21.000000       1 main.go:31] "Climbed" run=1 of many, to be followed by more of its kind';
    await transport.exec({
      argv: ['sh', '-c', 'yes "$1" | head -c "$2"', 'sh', line, String(logBytes)],
      onStdout: (chunk) => {
        passed += chunk.length;
        buffer.append(chunk.toString('utf8'));
        most = Math.max(most, process.memoryUsage.rss());
        if (performance.now() - last > 100) {
          last = performance.now();
          drawn += buffer.text.length;
        }
      },
    });
  });
  transport.dispose();
  printTable(
    'explorer: a log of 200 MB, followed',
    ['', 'MB', 'CPU s', 'wall s', 'kept MB', 'drawn MB', 'RSS before', 'RSS most'],
    [
      [
        'log',
        (passed / 1e6).toFixed(0),
        (took.cpu / 1000).toFixed(1),
        (took.wall / 1000).toFixed(1),
        (buffer.length / 1e6).toFixed(1),
        (drawn / 1e6).toFixed(0),
        `${(before / 1e6).toFixed(0)} MB`,
        `${(most / 1e6).toFixed(0)} MB`,
      ],
    ],
  );
  return judge('memory that a log of 200 MB adds', (most - before) / 1e6, 100, 'MB');
}
