import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { untilFound } from './bed';

export interface WebServerPlace {
  /** A folder of its own, for its configuration and what it writes. */
  readonly folder: string;
  /** What it hands out. */
  readonly web: string;
  readonly address: string;
  readonly port: number;
}

/** Debian's nginx on this machine, once it answers; what is given back ends it. */
export async function startNginx({ folder, web, address, port }: WebServerPlace): Promise<() => Promise<void>> {
  if (spawnSync('nginx', ['-v']).status !== 0) {
    const options = ['-o', 'DPkg::Lock::Timeout=300', '-y', '-qq', '--no-install-recommends'];
    spawnSync('apt-get', ['install', ...options, 'nginx-light']);
  }
  chmodSync(folder, 0o755);
  const configuration = path.join(folder, 'nginx.conf');
  writeFileSync(path.join(web, 'whose'), folder);
  writeFileSync(
    configuration,
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log stderr error;
events {}
http { access_log off; client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3;
  uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5; server { listen ${address}:${port}; root ${web}; } }
`,
  );
  const nginx = spawn('nginx', ['-c', configuration, '-p', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  nginx.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const ended = new Promise<void>((resolve) => nginx.on('close', () => resolve()));
  await untilFound('nginx answers', 20, async () => {
    if (nginx.exitCode !== null) {
      throw new Error(`nginx ended: ${said}`);
    }
    // One that a run left behind would answer too, with other files, while this one waits for its port.
    return await fetch(`http://${address}:${port}/whose`).then(
      async (answer) => (await answer.text()) === folder || undefined,
      () => undefined,
    );
  });
  return () => {
    nginx.kill('SIGTERM');
    return ended;
  };
}
