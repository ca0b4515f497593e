// `check` over a folder of manifests against kubeconform over the same folder, in turn.
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { writeCorpus } from './corpus.mjs';
import { cache, judge, median, printTable, root, run, spread, timeProcess } from './harness.mjs';
import { writePodSchema } from './pod-schema.mjs';

const version = 'v0.7.0';

export function runCheckCorpus({ corpus, rounds }) {
  mkdirSync(cache, { recursive: true });
  const { folder, count } = writeCorpus(corpus);
  const schema = path.join(path.dirname(writePodSchema()), '{{ .ResourceKind }}.json');
  const files = readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name));
  const ours = [process.execPath, path.join(root, 'dist/cli.js'), 'check', '--output', 'json'];
  const theirs = [
    installKubeconform(),
    '-strict',
    '-n',
    '2',
    '-output',
    'json',
    '-summary',
    '-schema-location',
    schema,
  ];
  const runs = [
    contestant('kubeconform FILE…', [...theirs, ...files], (report) => report.summary.valid),
    contestant('static-pods check FILE…', [...ours, ...files], countAccepted),
    contestant('static-pods check DIR', [...ours, folder], countAccepted),
  ];
  for (let round = -1; round < rounds; round++) {
    for (const one of runs) {
      // All exit with 1 where they refuse something, which in this corpus they must.
      const took = timeProcess(one.command, one.output, [1]);
      if (round >= 0) {
        one.wall.push(took.wall);
        one.cpu.push(took.cpu);
      }
    }
  }
  const [base, ...others] = runs;
  printTable(
    `check: ${count} manifests, seconds, ${rounds} rounds in turn`,
    ['', 'wall min', 'median', 'max', 'CPU min', 'median', 'max', 'valid'],
    [
      ...runs.map(({ name, wall, cpu, valid, output }) => [
        name,
        ...spread(wall),
        ...spread(cpu),
        valid(JSON.parse(readFileSync(output, 'utf8'))),
      ]),
      ...others.map(({ name, wall, cpu }) => [
        `ratio: ${name}`,
        ...spread(pairs(wall, base.wall)),
        ...spread(pairs(cpu, base.cpu)),
        '',
      ]),
    ],
  );
  return others.map(({ name, wall }) =>
    judge(`${name}, ratio of median wall times to kubeconform's`, median(wall) / median(base.wall), 1, ''),
  );
}

function contestant(name, command, valid) {
  return {
    name,
    command,
    valid,
    output: path.join(cache, `${name.replace(/[^a-zA-Z]+/g, '-')}.json`),
    wall: [],
    cpu: [],
  };
}

function countAccepted({ files }) {
  return files.filter(({ accepted }) => accepted).length;
}

function pairs(ours, theirs) {
  return ours.map((value, round) => value / theirs[round]);
}

function installKubeconform() {
  const program = path.join(root, '.cache/bin/kubeconform');
  if (!existsSync(program)) {
    const env = { ...process.env, GOBIN: path.dirname(program) };
    run('go', ['install', `github.com/yannh/kubeconform/cmd/kubeconform@${version}`], { env });
  }
  return program;
}
