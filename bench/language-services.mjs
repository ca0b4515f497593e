// The language services, called directly: ours bundled from source, and yaml-language-server's as npm has it.
import { build } from 'esbuild';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { common } from '../esbuild.mjs';
import { cache, root, run } from './harness.mjs';
import { writePodSchema } from './pod-schema.mjs';

const require = createRequire(import.meta.url);
const place = { path: '/cluster/manifests/control-plane.yaml', treatAsStaticPod: false };
export const target = { minor: 37, nodeName: 'my-node1', source: 'file' };

/** Returns {judge(text), check(text)}. */
export async function loadOurs() {
  const outfile = path.join(root, 'out/bench/service.cjs');
  await build({
    ...common,
    stdin: {
      contents: "export * from './service'; export { defaultSettings } from '../protocol';",
      resolveDir: path.join(root, 'server/src/language-service'),
      loader: 'ts',
    },
    outfile,
  });
  const { createLanguageService, defaultSettings } = require(outfile);
  const log = (message) => {
    throw new Error(message);
  };
  const service = createLanguageService({ log }, defaultSettings);
  return {
    judge: (text) => service.judge(text, place, target).findings,
    check: (text) => service.check(text, target),
  };
}

/** The program and the settings that hold its documents against the Pod's schema. */
export function yamlLanguageServer() {
  installYamlLanguageServer();
  const schema = pathToFileURL(writePodSchema()).href;
  return {
    command: [path.join(cache, 'node_modules/yaml-language-server/bin/yaml-language-server'), '--stdio'],
    settings: { yaml: { validate: true, schemas: { [schema]: '*.yaml' }, schemaStore: { enable: false } } },
  };
}

/** Returns {validate(text)}, which answers with diagnostics. */
export function loadYamlLanguageService() {
  installYamlLanguageServer();
  const fromCache = createRequire(path.join(cache, 'package.json'));
  const { getLanguageService, TextDocument } = fromCache('yaml-language-server');
  const service = getLanguageService({
    schemaRequestService: (uri) => Promise.reject(new Error(`nothing is to be fetched: ${uri}`)),
    workspaceContext: { resolveRelativePath: (relative) => relative },
  });
  const schema = JSON.parse(readFileSync(writePodSchema(), 'utf8'));
  service.configure({ validate: true, schemas: [{ uri: 'file:///pod.json', fileMatch: ['*.yaml'], schema }] });
  let version = 0;
  return {
    validate: (text) => service.doValidation(TextDocument.create('file:///pod.yaml', 'yaml', ++version, text), false),
  };
}

function installYamlLanguageServer() {
  if (existsSync(path.join(cache, 'node_modules/yaml-language-server'))) {
    return;
  }
  mkdirSync(cache, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(path.join(import.meta.dirname, file), path.join(cache, file));
  }
  run('npm', ['ci'], { cwd: cache });
}
