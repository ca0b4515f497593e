import { isClusterError, type ApiServer } from './api-server';
import { podPath, readMirrorPod, type MirrorPod } from './mirror-pod';

export interface MirrorDeleted {
  /** The one that the kubelet made anew; undefined where it did not within the time. */
  readonly again: MirrorPod | undefined;
  /** Milliseconds from the delete to it. */
  readonly took: number;
}

/**
 * Deletes a mirror Pod from the API server and waits until the kubelet has made it anew: at most `seconds`. Its
 * containers are not touched by that: the kubelet runs the manifest, not what the API server holds. Throws ClusterError;
 * `conflict` where another Pod has come in its place meanwhile.
 */
export async function deleteMirrorPod(
  server: ApiServer,
  mirror: MirrorPod,
  seconds: number,
  signal?: AbortSignal,
): Promise<MirrorDeleted> {
  const options = signal === undefined ? {} : { signal };
  const path = podPath(mirror);
  const started = Date.now();
  await server.request('DELETE', path, {
    ...options,
    body: { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid: mirror.uid } },
  });
  while (Date.now() - started < seconds * 1000) {
    const again = await readIfThere(server, path, options);
    if (again !== undefined && again.uid !== mirror.uid) {
      return { again, took: Date.now() - started };
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return { again: undefined, took: Date.now() - started };
}

async function readIfThere(
  server: ApiServer,
  path: string,
  options: { readonly signal?: AbortSignal },
): Promise<MirrorPod | undefined> {
  try {
    return readMirrorPod(await server.request('GET', path, options));
  } catch (error) {
    if (isClusterError(error) && error.kind === 'not-found') {
      return undefined;
    }
    throw error;
  }
}
