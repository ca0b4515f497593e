// Many nodes: 100 demo nodes in one process are looked at and made to match a folder; one deploy against the same by hand.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { judge, median, printTable, root, spread, timeProcess } from './harness.mjs';

const cli = path.join(root, 'dist/cli.js');

/** Looks at all nodes several times, then applies ten at a time and watches the client's memory. */
export async function runNodes({ count = 100, rounds = 3 }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-nodes-'));
  const demo = spawn(process.execPath, [path.join(root, 'dist/demo.js'), '--nodes', String(count), '--state', folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const nodes = [];
    for await (const line of createInterface({ input: demo.stdout })) {
      nodes.push(JSON.parse(line));
      if (nodes.length === count) {
        break;
      }
    }
    const config = path.join(folder, 'nodes.json');
    const targets = nodes.map(({ name, host, port, user, identityFile, knownHostsFile }) => ({
      ...{ name, host, port, user, identityFile, knownHostsFile },
    }));
    writeFileSync(config, JSON.stringify({ nodes: targets }));
    const all = ['--config', config, '--all', '--output', 'json'];
    const [looks, clientCpu, nodesCpu] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      const before = processorSeconds(demo.pid);
      const { wall, cpu } = timeProcess([process.execPath, cli, 'node', ...all], '/dev/null', [0]);
      looks.push(wall);
      clientCpu.push(cpu);
      nodesCpu.push(processorSeconds(demo.pid) - before);
    }
    const manifests = path.join(folder, 'manifests');
    mkdirSync(manifests);
    writeFileSync(path.join(manifests, 'web.yaml'), manifest('web', 'one'));
    writeFileSync(path.join(manifests, 'log.yaml'), manifest('log', 'one'));
    const how = ['--yes', '--concurrency', '10', '--stable', '1'];
    const tenth = [
      '--config',
      config,
      '--output',
      'json',
      ...targets.slice(0, count / 10).flatMap(({ name }) => ['--node', name]),
    ];
    const few = await watch([cli, 'apply', manifests, ...tenth, ...how]);
    const many = await watch([cli, 'apply', manifests, ...all, ...how]);
    printTable(
      `${count} demo nodes`,
      ['', 'least s', 'median s', 'most s'],
      [
        ['look at all', ...spread(looks)],
        ['processor time of it: the client', ...spread(clientCpu)],
        ['processor time of it: the nodes, which share this machine', ...spread(nodesCpu)],
        ['apply to all, ten at a time', '', many.wall.toFixed(2), ''],
      ],
    );
    console.log(
      `\nMemory of the client, most: ${few.memory.toFixed(0)} MiB for a tenth of them, ${many.memory.toFixed(0)} MiB for all.`,
    );
    return [
      judge(`look at ${count} nodes`, median(looks), 5, 's'),
      judge(`memory of the client while it applies to ${count} nodes`, many.memory, 200, 'MiB'),
    ];
  } finally {
    demo.stdin.end();
    await new Promise((resolve) => demo.once('close', resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of a process and of its children that have ended; Linux counts in hundredths of a second. */
function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) / 100, 0);
}

/** Runs the client to its end; `memory` is the most that it had resident, in MiB. */
function watch(args) {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'ignore'] });
  let memory = 0;
  const timer = setInterval(() => {
    const status = `/proc/${child.pid}/status`;
    const peak = existsSync(status) ? /VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8')) : null;
    memory = Math.max(memory, Number(peak?.[1] ?? 0) / 1024);
  }, 200);
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      clearInterval(timer);
      if (code === 0) {
        resolve({ wall: (performance.now() - started) / 1000, memory });
      } else {
        reject(new Error(`static-pods ${args[1]} ended with ${code}`));
      }
    });
  });
}

function manifest(name, version) {
  return `apiVersion: v1
kind: Pod
metadata:
  name: bench-${name}
  labels: {version: ${version}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: main
      image: docker.io/library/busybox:latest
      imagePullPolicy: IfNotPresent
      command: [sh, -c, 'exec sleep 1000']
`;
}

/** A deploy on a node of test/node's bed, against copying, moving and waiting for the same proof by hand. */
export function runDeploy({ rounds }) {
  const bed = path.join(root, '.cache/node/bed.json');
  if (!existsSync(bed)) {
    console.log('\nLEFT OUT: deploy against by hand: needs a real node, `test/node/bed.sh up`.');
    return [];
  }
  const [node] = JSON.parse(readFileSync(bed, 'utf8')).nodes;
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-deploy-'));
  const file = path.join(folder, 'bench-deploy.yaml');
  const flags = ['--identity', node.identity, '--known-hosts', node.knownHosts];
  const options = ['-o', `UserKnownHostsFile=${node.knownHosts}`, '-o', 'IdentitiesOnly=yes', '-F', '/dev/null'];
  const ssh = ['ssh', ...options, '-i', node.identity, '-p', String(node.port), `${node.user}@${node.host}`];
  const onNode = (command, input = '') => {
    const { status, stdout, stderr } = spawnSync(ssh[0], [...ssh.slice(1), command], { input, encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(`${command}: ${stderr}`);
    }
    return stdout;
  };
  const place = '/etc/kubernetes/manifests/bench-deploy.yaml';
  const [ours, theirs, trips] = [[], [], []];
  try {
    for (let round = 0; round < rounds; round++) {
      writeFileSync(file, manifest('deploy', `a${round}`));
      const started = performance.now();
      const { stdout } = spawnSync(
        process.execPath,
        [cli, 'deploy', file, '--ssh', `${node.user}@${node.host}:${node.port}`, ...flags, '--output', 'json'],
        { encoding: 'utf8' },
      );
      ours.push((performance.now() - started) / 1000);
      const [answer] = JSON.parse(stdout).nodes;
      if (answer.manifests[0].result !== 'running') {
        throw new Error(stdout);
      }
      trips.push(answer.roundTrips);

      const text = manifest('deploy', `b${round}`);
      const byHand = performance.now();
      const before = onNode('crictl pods -o json');
      onNode(`cat > /root/bench-deploy.yaml && mv /root/bench-deploy.yaml ${place}`, text);
      waitByHand(onNode, new Set(JSON.parse(before).items.map(({ id }) => id)));
      theirs.push((performance.now() - byHand) / 1000);
    }
  } finally {
    onNode(`rm -f ${place}`);
    rmSync(folder, { recursive: true });
  }
  printTable(
    `One deploy of an edit to ${node.nodeName}, five seconds of them stable`,
    ['', 'least s', 'median s', 'most s'],
    [
      ['static-pods deploy', ...spread(ours)],
      ['ssh, mv, crictl until it is proven', ...spread(theirs)],
    ],
  );
  return [
    judge('deploy against by hand', median(ours) / median(theirs), 1.2, ''),
    judge('round trips of a deploy', Math.max(...trips), 3, ''),
  ];
}

/** A new sandbox of the Pod, its container running, and five seconds old. */
function waitByHand(onNode, known) {
  for (;;) {
    const [pods, containers] = onNode('crictl pods -o json; echo ---; crictl ps -o json')
      .split('---\n')
      .map((text) => JSON.parse(text));
    const pod = pods.items.find(
      ({ id, metadata, state }) =>
        metadata.name.startsWith('bench-deploy-') && state === 'SANDBOX_READY' && !known.has(id),
    );
    const container = containers.containers.find(({ podSandboxId }) => podSandboxId === pod?.id);
    if (container?.state === 'CONTAINER_RUNNING' && Date.now() - Number(container.createdAt) / 1e6 >= 5000) {
      return;
    }
    spawnSync('sleep', ['0.3']);
  }
}
