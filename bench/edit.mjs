// The time from an edit to its diagnostics, in a manifest of 300 lines.
import path from 'node:path';
import { typeAround } from './edits.mjs';
import { judge, printTable, quantile, root, time } from './harness.mjs';
import { LanguageClient } from './language-client.mjs';
import { loadOurs, loadYamlLanguageService, yamlLanguageServer } from './language-services.mjs';
import { manifestOfLines } from './manifests.mjs';

const lines = 300;

export async function runEdit({ edits, theirEdits, warmUp }) {
  const text = manifestOfLines(lines);
  const { judge: judgeText } = await loadOurs();
  const theirs = loadYamlLanguageService();
  // Both services in turn, so that a busy moment of the machine meets both.
  const direct = [];
  const theirDirect = [];
  const typing = typeAround(text);
  const theirTyping = typeAround(text);
  for (let i = -warmUp; i < edits; i++) {
    const [edited] = typing.next().value;
    const took = await time(() => judgeText(edited));
    if (i >= 0) {
      direct.push(took);
    }
    if (i >= -20 && i < theirEdits) {
      const [same] = theirTyping.next().value;
      const theyTook = await time(() => theirs.validate(same));
      if (i >= 0) {
        theirDirect.push(theyTook);
      }
    }
  }
  const overStdio = await editOverStdio([path.join(root, 'dist/cli.js'), 'lsp', '--stdio'], {}, text, edits, warmUp);
  const { command, settings } = yamlLanguageServer();
  const theirOverStdio = await editOverStdio(command, settings, text, Math.min(theirEdits, 100), 5);
  printTable(
    `edit: one character in a manifest of ${lines} lines, milliseconds`,
    ['', 'CPU p50', 'p99', 'wall p50', 'p99', 'edits'],
    [
      row('static-pods, language service', ofWork(direct), byClock(direct)),
      row('yaml-language-server, language service', ofWork(theirDirect), byClock(theirDirect)),
      row('static-pods, server over stdio', undefined, overStdio),
      row('yaml-language-server, server over stdio (it waits 200 ms)', undefined, theirOverStdio),
    ],
  );
  return [
    judge('p99 of the work for an edit', quantile(ofWork(direct), 0.99), 5, 'ms'),
    judge(
      "p99 from edit to diagnostics over yaml-language-server's median",
      quantile(overStdio, 0.99) / quantile(theirOverStdio, 0.5),
      1 / 20,
      '',
    ),
  ];
}

const ofWork = (times) => times.map(({ cpu }) => cpu);
const byClock = (times) => times.map(({ wall }) => wall);

function row(name, cpu, wall) {
  const cells = (times) => [0.5, 0.99].map((share) => quantile(times, share).toFixed(2));
  return [name, ...(cpu === undefined ? ['', ''] : cells(cpu)), ...cells(wall), wall.length];
}

async function editOverStdio(command, settings, text, edits, warmUp) {
  const capabilities = {
    workspace: { configuration: true },
    textDocument: { publishDiagnostics: { versionSupport: true } },
  };
  const client = new LanguageClient(command, settings);
  await client.open(text, capabilities);
  const typing = typeAround(text);
  const times = [];
  for (let i = -warmUp; i < edits; i++) {
    const [, change] = typing.next().value;
    const took = await client.edit(change);
    if (i >= 0) {
      times.push(took);
    }
  }
  await client.close();
  return times;
}
