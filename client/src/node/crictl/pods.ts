import { asArray, asNumber, asObject, asString, asStrings, nanoseconds } from './json';

/** runtime/v1 PodSandbox, as `crictl pods -o json` lists it. */
export interface PodSandbox {
  readonly id: string;
  /** With the node's suffix. */
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly attempt: number;
  readonly state: 'SANDBOX_READY' | 'SANDBOX_NOTREADY';
  readonly createdAt: number;
  /** `kubernetes.io/config.source`: `file` and `http` are static Pods, `api` and '' are not. */
  readonly configSource: string;
  /** `kubernetes.io/config.hash`: which version of the manifest this is, unless `metadata.uid` is set. */
  readonly configHash: string;
}

/** Throws SyntaxError for what is no JSON. */
export function parsePodSandboxes(stdout: string): PodSandbox[] {
  return asArray(asObject(JSON.parse(stdout))['items']).map((item) => {
    const sandbox = asObject(item);
    const metadata = asObject(sandbox['metadata']);
    const annotations = asStrings(sandbox['annotations']);
    return {
      id: asString(sandbox['id']),
      name: asString(metadata['name']),
      namespace: asString(metadata['namespace']),
      uid: asString(metadata['uid']),
      attempt: asNumber(metadata['attempt']),
      state: sandbox['state'] === 'SANDBOX_READY' ? 'SANDBOX_READY' : 'SANDBOX_NOTREADY',
      createdAt: nanoseconds(sandbox['createdAt']),
      configSource: annotations['kubernetes.io/config.source'] ?? '',
      configHash: annotations['kubernetes.io/config.hash'] ?? '',
    };
  });
}
