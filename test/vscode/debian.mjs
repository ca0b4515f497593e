// Installs Debian packages where that is allowed, and says exactly what to type where it is not.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Looks a program up on PATH.
 *
 * @param {string} name
 * @returns {string | undefined} its absolute path
 */
export function findOnPath(name) {
  const endings = process.platform === 'win32' ? ['.cmd', '.exe', '.bat'] : [''];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not in this folder: the next one may have it.
      }
    }
  }
  return undefined;
}

/**
 * Installs packages with apt-get. Only root on a Debian-like system can; everyone else is told the command.
 *
 * @param {string[]} packages Debian package names
 * @param {string} purpose completes "needed for …"
 * @param {(line: string) => void} log
 * @throws {Error} with the command to type, when the packages cannot be installed from here
 */
export function installDebianPackages(packages, purpose, log) {
  const command = `apt-get install ${packages.join(' ')}`;
  if (findOnPath('apt-get') === undefined) {
    throw new Error(
      `These are missing, and needed for ${purpose}: what Debian calls ${packages.join(', ')}. ` +
        `Install their counterparts with this system's own package tool, then try again.`,
    );
  }
  if (process.getuid?.() !== 0) {
    throw new Error(
      `These packages are missing, and needed for ${purpose}: ${packages.join(', ')}. ` +
        `Run \`sudo ${command}\`, then try again.`,
    );
  }
  log(`Installing ${packages.join(', ')} with apt-get, needed for ${purpose} …`);
  // Another apt-get may be at work on the same machine: wait for its lock instead of failing on it.
  const install = () =>
    spawnSync(
      'apt-get',
      ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...packages],
      aptOptions,
    );
  let result = install();
  if (result.status !== 0) {
    // A fresh machine has no package lists, or old ones that name files which are gone.
    spawnSync('apt-get', ['update', '-o', 'DPkg::Lock::Timeout=300'], aptOptions);
    result = install();
  }
  if (result.status !== 0) {
    const output = `${result.stdout}${result.stderr}`.trim().split('\n').slice(-6).join('\n');
    throw new Error(`\`${command}\` failed. Run it by hand to see why, then try again. Its last lines:\n${output}`);
  }
}

/** @type {import('node:child_process').SpawnSyncOptionsWithStringEncoding} */
const aptOptions = { encoding: 'utf8', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
