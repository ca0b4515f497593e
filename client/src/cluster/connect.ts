import { KubeConfig } from '@kubernetes/client-node';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { ClusterError, type ApiServer, type ClusterTarget, type RequestOptions } from './api-server';
import { connectionError, statusError } from './connection-errors';

/** Milliseconds for credentials and answer together: a plugin may ask another server first. */
const patience = 15_000;

/** Bytes of an answer; a node's Pods take some hundred thousand. */
const maxAnswerBytes = 64 * 1024 * 1024;

/**
 * Reads the kubeconfig; nothing is connected yet. Throws ClusterError of kind `kubeconfig`. This file is the entry of
 * the bundle that holds the Kubernetes client library: load.ts imports it when it is first needed.
 */
export function connectApiServer({ kubeconfig: file, context }: ClusterTarget): ApiServer {
  const config = readKubeconfig(file);
  const names = config.getContexts().map(({ name }) => name);
  const chosen = context ?? config.getCurrentContext();
  if (!chosen) {
    throw broken(file, `it names no current context: name one of ${list(names)}`);
  }
  const entry = config.getContexts().find(({ name }) => name === chosen);
  if (entry === undefined) {
    throw broken(file, `it has no context '${chosen}': it has ${list(names)}`);
  }
  config.setCurrentContext(chosen);
  const cluster = config.getCluster(entry.cluster);
  if (cluster === null) {
    throw broken(file, `its context '${chosen}' speaks of the cluster '${entry.cluster}', which is not in it`);
  }
  if (config.getUser(entry.user) === null) {
    throw broken(file, `its context '${chosen}' speaks of the user '${entry.user}', which is not in it`);
  }
  if (!/^https?:\/\//.test(cluster.server) || !URL.canParse(cluster.server)) {
    throw broken(file, `the server of its cluster '${cluster.name}' is no http or https address`);
  }
  const url = cluster.server.replace(/\/+$/, '');
  return {
    context: chosen,
    url,
    user: entry.user,
    request: (method, resource, options = {}) => ask(config, url, method, resource, options),
  };
}

function readKubeconfig(file: string): KubeConfig {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = { ENOENT: 'there is no such file', EACCES: 'you may not read it', EISDIR: 'it is a folder' }[code];
    throw broken(file, reason ?? `it can't be read (${code})`);
  }
  const config = new KubeConfig();
  try {
    config.loadFromString(text);
  } catch (error) {
    // The library's message quotes the text around the mistake, which may be a token.
    throw broken(file, `it is no kubeconfig${placeOf(error)}`);
  }
  config.makePathsAbsolute(path.dirname(path.resolve(file)));
  // The client library takes no http without this, though there is no TLS that could be verified (`kubectl proxy`).
  config.clusters = config.clusters.map((cluster) =>
    cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster,
  );
  return config;
}

/** js-yaml tells where it stopped; what the client library itself finds missing are names of fields. */
function placeOf(error: unknown): string {
  if (error instanceof Error && 'mark' in error && 'reason' in error) {
    const line = (error.mark as { line?: number } | undefined)?.line;
    return `: ${String(error.reason)}${line === undefined ? '' : ` in line ${line + 1}`}`;
  }
  return error instanceof Error && /^[\w[\].' -]+$/.test(error.message) ? `: ${error.message}` : '';
}

function broken(file: string, what: string): ClusterError {
  return new ClusterError('kubeconfig', `The kubeconfig ${file} can't be used: ${what}.`);
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none at all' : names.map((name) => `'${name}'`).join(', ');
}

async function ask(
  config: KubeConfig,
  url: string,
  method: string,
  resource: string,
  { body, signal }: RequestOptions,
): Promise<unknown> {
  const limit = AbortSignal.timeout(patience);
  const either = signal === undefined ? limit : AbortSignal.any([limit, signal]);
  const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const options: https.RequestOptions = {
    method,
    headers: {
      accept: 'application/json',
      // Node.js tells the length of a body of its own accord, but not with DELETE: the server would not read it.
      ...(content === undefined ? {} : { 'content-type': 'application/json', 'content-length': content.length }),
    },
  };
  let answer: { status: number; text: string };
  try {
    await untilAborted(addCredentials(config, options), either);
    answer = await send(`${url}${resource}`, { ...options, signal: either }, content);
  } catch (error) {
    if (signal?.aborted === true) {
      throw new ClusterError('cancelled', 'Cancelled.');
    }
    throw limit.aborted
      ? new ClusterError(
          'unreachable',
          `The API server ${url} did not answer within ${patience / 1000} s. Is it up, and is this machine allowed to reach it?`,
        )
      : connectionError(url, error);
  }
  let value: unknown;
  try {
    value = JSON.parse(answer.text);
  } catch {
    value = undefined;
  }
  if (answer.status >= 200 && answer.status < 300 && value !== undefined) {
    return value;
  }
  throw statusError(url, answer.status, value);
}

async function addCredentials(config: KubeConfig, options: https.RequestOptions): Promise<void> {
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    const plugin = config.getCurrentUser()?.exec as { command?: string } | undefined;
    const place = plugin?.command === undefined ? '' : ` from the plugin \`${plugin.command}\``;
    const said = error instanceof Error ? (error.message.trim().split('\n')[0] ?? '') : '';
    throw new ClusterError(
      'credentials',
      `No credentials could be had${place} for the user '${config.getCurrentUser()?.name ?? ''}': ${said || 'no reason given'}. Try the same with kubectl.`,
      { cause: error },
    );
  }
}

function send(
  address: string,
  options: https.RequestOptions,
  content: Buffer | undefined,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = (address.startsWith('https:') ? https : http).request(address, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > maxAnswerBytes) {
          request.destroy(new Error(`its answer is longer than ${maxAnswerBytes} bytes`));
        }
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    request.on('error', reject);
    request.end(content);
  });
}

function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = (): void => reject(new Error('aborted'));
    signal.addEventListener('abort', give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
