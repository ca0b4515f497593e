// Bundles the product into dist/. `--watch` rebuilds on change; `--minify` is what `npm run package` uses.
import { context, build } from 'esbuild';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { bundlesWithCache, makeCodeCaches, markBanner, removeCodeCaches } from './scripts/code-cache.mjs';
import { generateSchema } from './server/src/schema/generate.mjs';
import { generateDescriptions } from './server/src/schema/generate-descriptions.mjs';

const watch = process.argv.includes('--watch');
const minify = process.argv.includes('--minify');

/** The loaders and settings that every bundle of this repository shares, the tests' included. */
export const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  logLevel: 'warning',
  loader: { '.sh': 'text', '.txt': 'text', '.node': 'empty' },
};

/** `require` starts what is loaded on demand sooner than Node's loader of ES modules. */
const supported = { 'dynamic-import': false };

const entries = {
  client: 'client/src/extension.ts',
  server: 'server/src/start.ts',
  'server-main': 'server/src/main.ts',
  cli: 'cli/src/main.ts',
  'cli-check': 'cli/src/commands/check.ts',
  'cli-nodes': 'cli/src/commands/on-nodes.ts',
  cluster: 'client/src/cluster/connect.ts',
  demo: 'demo/src/main.ts',
};

/**
 * What is imported dynamically stays in a bundle of its own: a command must not pay for reading the code of others, SSH
 * and all, and nobody for the Kubernetes client library who has no API server.
 */
const loadOnDemand = {
  name: 'load-on-demand',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\./ }, ({ kind, path: imported, resolveDir }) => {
      const source = `${path.relative(import.meta.dirname, path.join(resolveDir, imported))}.ts`;
      const name = Object.keys(entries).find((key) => entries[key] === source);
      if (kind !== 'dynamic-import' || name === undefined) {
        return undefined;
      }
      return bundlesWithCache.includes(name)
        ? { path: name, namespace: 'bundle' }
        : { path: `./${name}.js`, external: true };
    });
    onLoad({ filter: /.*/, namespace: 'bundle' }, ({ path: name }) => ({
      contents: `module.exports = require('./server/src/load-bundle').loadBundle('${name}');`,
      resolveDir: import.meta.dirname,
    }));
  },
};

const banners = {
  cli: '#!/usr/bin/env node',
  ...Object.fromEntries(bundlesWithCache.map((name) => [name, markBanner])),
};

/** What the language server's library asks of Node.js only where it is spoken to through a pipe by name, or forks. */
const builtinsOnDemand = {
  name: 'builtins-on-demand',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(crypto|child_process)$/ }, ({ path: builtin, importer }) =>
      /node_modules.vscode-languageserver\b/.test(importer) ? { path: builtin, namespace: 'builtin' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path: builtin }) => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => require('node:${builtin}')[name] });`,
    }));
  },
};

/** V8 reads JSON sooner than the same as code, with a code cache too. */
const parsedFacts = {
  name: 'parsed-facts',
  setup({ onLoad }) {
    onLoad({ filter: /pod-facts\.json$/ }, async ({ path: file }) => {
      const facts = JSON.stringify(JSON.parse(await readFile(file, 'utf8')));
      return { contents: `module.exports = JSON.parse(${JSON.stringify(facts)});`, loader: 'js' };
    });
  },
};

/**
 * The language server's library hands some 600 names up through five modules, each name as a getter that TypeScript
 * makes. Nothing in it changes what it exports: the values themselves do, and sooner.
 */
const plainExports = {
  name: 'plain-exports',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules.vscode-languageserver\b.*\.js$/ }, async ({ path: file }) => {
      const code = await readFile(file, 'utf8');
      return { contents: code.replaceAll('__createBinding(exports, m, p)', 'exports[p] = m[p]') };
    });
  },
};

async function main() {
  await generateSchema();
  await generateDescriptions('dist/descriptions.json');
  for (const [name, entry] of Object.entries(entries)) {
    if (!existsSync(entry)) {
      throw new Error(`${entry} is missing: dist/${name}.js cannot be built`);
    }
    const options = {
      ...common,
      entryPoints: [entry],
      outfile: `dist/${name}.js`,
      // What is not there need not be read.
      minify: minify || bundlesWithCache.includes(name),
      external: name === 'client' ? ['vscode'] : [],
      plugins: [loadOnDemand, parsedFacts, ...(name === 'server-main' ? [builtinsOnDemand, plainExports] : [])],
      supported,
      banner: { js: banners[name] ?? '' },
    };
    if (watch) {
      const ctx = await context(options);
      await ctx.watch();
    } else {
      await build(options);
    }
  }
  if (watch) {
    removeCodeCaches();
  } else {
    await makeCodeCaches();
  }
}

if (process.argv[1] === import.meta.filename) {
  await main();
}
