// What one small web server carries: simulated kubelets that pull one PodList from a real nginx on loopback.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { judge, printTable, quantile } from './harness.mjs';

const kubelets = 1000;
const port = 18390;
/** Each line: how often a kubelet looks (httpCheckFrequency), and for how long they are watched, in seconds. */
const runs = [
  { period: 20, seconds: 20 },
  { period: 1, seconds: 8 },
];

export async function runWebList() {
  if (spawnSync('nginx', ['-v']).status !== 0) {
    console.log('SKIP web-list: nginx is not installed (apt-get install nginx-light)');
    return [];
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'web-list-'));
  const nginx = await startNginx(folder);
  try {
    const rows = [];
    let worst = 0;
    for (const pods of [5, 50]) {
      const size = writeList(folder, pods);
      for (const { period, seconds } of runs) {
        const told = await pull(nginx.workers, period, seconds);
        worst = Math.max(worst, told.failed);
        rows.push([
          `${pods} Pods, ${(size / 1024).toFixed(1)} KiB`,
          `${period} s`,
          String(told.answers),
          String(told.failed),
          quantile(told.times, 0.5).toFixed(1),
          quantile(told.times, 0.99).toFixed(1),
          `${((100 * told.cpu) / seconds).toFixed(2)} %`,
          ((1000 * told.cpu) / told.answers).toFixed(3),
          `${((told.answers * size * 8) / seconds / 1e6).toFixed(1)}`,
        ]);
      }
    }
    printTable(
      `web-list: ${kubelets} kubelets pull one list from nginx, one worker`,
      ['list', 'every', 'answers', 'failed', 'ms p50', 'ms p99', 'CPU of nginx', 'CPU ms each', 'Mbit/s'],
      rows,
    );
    return [judge(`web-list failed or late answers of ${kubelets} kubelets`, worst, 0, 'answers')];
  } finally {
    await nginx.stop();
    rmSync(folder, { recursive: true });
  }
}

/** What `static-pods publish` writes for Pods of this size. */
function writeList(folder, pods) {
  const items = Array.from(
    { length: pods },
    (_, index) => `  - apiVersion: v1
    kind: Pod
    metadata:
      name: pod-${index}
      labels:
        app: pod-${index}
    spec:
      containers:
        - name: main
          image: registry.example/team/pod-${index}:1.2.3
          args:
            - --listen=:8080
            - --log-level=info
          resources:
            requests:
              cpu: 100m
              memory: 64Mi
`,
  );
  const text = `apiVersion: v1\nkind: PodList\nitems:\n${items.join('')}`;
  writeFileSync(path.join(folder, 'pods.yaml'), text);
  return Buffer.byteLength(text);
}

async function startNginx(folder) {
  const configuration = path.join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  writeFileSync(
    configuration,
    `daemon off; user root; worker_processes 1; pid ${folder}/pid; error_log stderr error;
events { worker_connections 4096; }
http { access_log off; keepalive_timeout 75s; keepalive_requests 100000; ${temporary.join(' ')}
  server { listen 127.0.0.1:${port} backlog=2048; root ${folder}; } }
`,
  );
  const child = spawn('nginx', ['-c', configuration, '-p', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise((resolve) => child.on('close', resolve));
  for (;;) {
    if (child.exitCode !== null) {
      throw new Error('nginx did not start');
    }
    if (
      await fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      )
    ) {
      break;
    }
    await sleep(50);
  }
  const workers = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ');
  return {
    workers,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function cpuSeconds(pids) {
  return pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ');
    return sum + (Number(fields[11]) + Number(fields[12])) / 100;
  }, 0);
}

/**
 * As pkg/kubelet/config/http.go, v1.37, does: a GET of the whole in each period, a connection kept between them, ten
 * seconds until it gives up, nothing conditional. Kubelets start whenever their nodes do: evenly over the first period.
 */
async function pull(workers, period, seconds) {
  const times = [];
  let failed = 0;
  const before = cpuSeconds(workers);
  const end = Date.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: kubelets }, async (_, index) => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
      await sleep((index / kubelets) * period * 1000);
      while (Date.now() < end) {
        const started = performance.now();
        try {
          await get(agent);
          times.push(performance.now() - started);
        } catch {
          failed++;
        }
        await sleep(Math.max(0, Math.min(end - Date.now(), period * 1000 - (performance.now() - started))));
      }
      agent.destroy();
    }),
  );
  return { times, failed, answers: times.length, cpu: cpuSeconds(workers) - before };
}

function get(agent) {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/pods.yaml', agent, timeout: 10_000 }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(String(response.statusCode))),
      );
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', reject);
  });
}
