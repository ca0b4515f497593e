// `npm run demo`: the chain in the terminal, against a demo node: check, deploy, ps, logs, then a bad version, what is
// refused, and removal. Each command and its output is printed; exit code 0 only if every step did what it should.
// On a fresh clone nothing is installed yet, so this file needs Node.js alone.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));
process.chdir(repository);
const bold = process.stdout.isTTY ? (text) => `\u001b[1m${text}\u001b[0m` : (text) => text;

async function main() {
  build();
  const folder = mkdtempSync(join(tmpdir(), 'static-pods-demo-'));
  // It stops when its standard input ends, so it cannot outlive this process however that ends.
  const demo = spawn(process.execPath, ['dist/demo.js', '--state', join(folder, 'state')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const demoEnded = new Promise((resolve) => demo.once('close', resolve));
  try {
    const line = await Promise.race([
      new Promise((resolve) => createInterface({ input: demo.stdout }).once('line', resolve)),
      demoEnded.then(() => Promise.reject(new Error('the demo node did not start'))),
    ]);
    const node = JSON.parse(line);
    // Everything happens in a folder of its own, so that what is shown can be read.
    cpSync('examples', join(folder, 'examples'), { recursive: true });
    const { name, host, port, user, identityFile, knownHostsFile } = node;
    const nodes = [{ name, host, port, user, identityFile, knownHostsFile }];
    writeFileSync(join(folder, 'nodes.json'), JSON.stringify({ nodes }, undefined, 2));
    console.log(`\nA ${bold('demo node')} listens on ${host}:${port}: an SSH server with a simulated kubelet.`);
    await tellStory(folder);
    console.log(`\n${bold('Every step did what it should.')} Nothing really ran: this was a demo node.`);
  } finally {
    demo.stdin.end();
    await demoEnded;
    rmSync(folder, { recursive: true, force: true });
  }
}

function build() {
  const run = (command, args) => {
    const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
    if (status !== 0) {
      throw new Error(`${command} ${args.join(' ')} failed`);
    }
  };
  if (!existsSync('node_modules/esbuild')) {
    console.log('Installing what the build needs from npm: once, about a minute …');
    run('npm', ['ci', '--no-audit', '--no-fund']);
  }
  console.log('Building …');
  run('npm', ['run', '--silent', 'build']);
}

async function tellStory(folder) {
  const step = (title, args, expected) => runStep(folder, title, args, expected);
  const web = 'examples/manifests/static-web.yaml';
  const secret = 'examples/broken/manifests/service-account.yaml';

  await step('Ask for the verdict of a kubelet before anything leaves this machine.', ['check', web], {
    exit: 0,
    local: true,
  });
  await step('What a kubelet would refuse is told with its place.', ['check', secret], {
    exit: 1,
    local: true,
    shows: /serviceAccountName/,
  });
  await step('Look at the node.', ['node'], { exit: 0, shows: /kubelet\s+v1\.37\.0\+demo/ });
  await step(
    'Deploy: the file is renamed into place, and the command waits until the container runs and stays.',
    ['deploy', web],
    {
      exit: 0,
      shows: /running/,
    },
  );
  await step('The Pod and its container.', ['ps'], { exit: 0, shows: /static-web\s+running\s+web\s+running\s+0/ });
  await step('Its log.', ['logs', 'static-web'], { exit: 0, shows: /demo: nothing runs here/ });

  const edit = (change) => writeFileSync(join(folder, web), change(readFileSync(join(folder, web), 'utf8')));
  edit((text) => `# Only a comment is new.\n${text}`);
  await step('An edit that changes nothing for the kubelet restarts nothing, and no one waits.', ['deploy', web], {
    exit: 0,
    shows: /nothing changes for the kubelet/,
  });

  edit(breakCommand);
  await step(
    'A version that exits at once is told with its log, and the old one comes back by itself.',
    ['deploy', web],
    {
      exit: 1,
      shows: /exit code 3[\s\S]*fatal: no config/,
    },
  );
  await step('The old version runs again.', ['ps'], { exit: 0, shows: /static-web\s+running\s+web\s+running/ });

  await step('What the kubelet would refuse is not even uploaded.', ['deploy', secret], {
    exit: 1,
    shows: /serviceAccountName/,
  });
  await step('Forced, it lies on the node, and the kubelet says what it thinks.', ['deploy', '--force', secret], {
    exit: 1,
    shows: /refuses it/,
  });
  await step('So it does for everybody who asks what is refused now.', ['problems'], {
    exit: 1,
    shows: /service-account\.yaml: the kubelet refuses it/,
  });
  await step('Take the refused file away.', ['remove', 'service-account'], { exit: 0 });
  await step('Remove the Pod: the command waits until its containers are gone.', ['remove', 'static-web'], {
    exit: 0,
    shows: /gone/,
  });
  const left = await step('Nothing is left.', ['ps', '--output', 'json'], { exit: 0 });
  if (JSON.parse(left).nodes[0].pods.length !== 0) {
    throw new Error('a Pod is left on the node');
  }
}

/** The same Pod, whose container ends a second after its start. */
function breakCommand(manifest) {
  const image = /^( +)(- )?image: .*$/m.exec(manifest);
  const indent = `${image[1]}${image[2] === undefined ? '' : '  '}`;
  return manifest.replace(
    image[0],
    `${image[0]}\n${indent}command: [sh, -c, 'echo starting; sleep 1; echo fatal: no config >&2; exit 3']`,
  );
}

/** Prints a command, runs it, prints what it says. Throws where it does not end or speak as expected. */
async function runStep(folder, title, args, { exit, local = false, shows }) {
  const words = [...args, ...(local ? [] : ['--config', 'nodes.json', '--node', 'demo'])];
  console.log(`\n${bold(title)}\n$ static-pods ${words.join(' ')}`);
  const child = spawn(process.execPath, [join(repository, 'dist/cli.js'), ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let all = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    all += chunk;
    process.stdout.write(chunk);
  });
  child.stderr.on('data', (chunk) => {
    all += chunk;
    process.stdout.write(chunk);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== exit) {
    throw new Error(`exit code ${code} came instead of ${exit}`);
  }
  if (shows !== undefined && !shows.test(all)) {
    throw new Error(`${shows} was not said`);
  }
  return stdout;
}

main().catch((error) => {
  console.error(`\nnpm run demo: ${error.message}`);
  process.exitCode = 1;
});
