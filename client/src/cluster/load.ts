import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import type { ApiServer, ClusterTarget } from './api-server';

const connected = new Map<string, { readonly version: number; readonly server: ApiServer }>();

/**
 * The API server of a kubeconfig. The client library is loaded with the first; a kubeconfig is read anew when its file
 * has changed. Throws ClusterError of kind `kubeconfig`.
 */
export async function loadApiServer(target: ClusterTarget): Promise<ApiServer> {
  const kubeconfig = target.kubeconfig.replace(/^~(?=$|[\\/])/, homedir());
  const key = JSON.stringify([kubeconfig, target.context]);
  const version = versionOf(kubeconfig);
  const known = connected.get(key);
  if (known?.version === version) {
    return known.server;
  }
  const { connectApiServer } = await import('./connect');
  const server = connectApiServer({ ...target, kubeconfig });
  connected.set(key, { version, server });
  return server;
}

/** 0 for what can't be looked at: why it can't be used is told by whoever reads it. */
function versionOf(file: string): number {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}
