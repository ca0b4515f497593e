// Leaves one .vsix in dist/: `npm run package`.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
process.chdir(root);
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));

run(process.execPath, ['esbuild.mjs', '--minify']);
for (const old of readdirSync('dist').filter((file) => file.endsWith('.vsix'))) {
  rmSync(path.join('dist', old));
}
const vsix = `dist/${name}-${version}.vsix`;
run(process.execPath, [
  'node_modules/@vscode/vsce/vsce',
  'package',
  '--no-dependencies',
  '--allow-missing-repository',
  // The README's pictures come with the package.
  '--no-rewrite-relative-links',
  '--out',
  vsix,
]);
console.log(`${vsix} is ready: code --install-extension ${vsix}`);

function run(command, args) {
  const child = spawnSync(command, args, { stdio: 'inherit' });
  if (child.status !== 0) {
    process.exit(child.status ?? 1);
  }
}
