import { parseDocument } from 'yaml';
import { readNeeds, type ManifestNeeds } from './manifest-needs';
import { fields, list, text, type Fields } from './yaml-fields';
import { readReadinessProbes, type ReadinessProbe } from './readiness';

/**
 * Which Pod a manifest speaks of, and what a deploy waits for. Whether the kubelet takes the manifest is the language
 * service's to say: this reads only names, and tolerantly, so that a node's tree can be drawn from what lies there.
 */
export interface ManifestIdentity {
  readonly namespace: string;
  /** As the manifest writes it, without the node's suffix. */
  readonly name: string;
  /** `metadata.uid`: the kubelet then keeps this config hash for ever. */
  readonly uid: string;
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  readonly containers: readonly string[];
  readonly initContainers: readonly string[];
  /** Init containers that stay (restartPolicy Always). */
  readonly sidecars: readonly string[];
  readonly needs: ManifestNeeds;
  readonly readiness: readonly ReadinessProbe[];
}

/** Undefined where the text is no Pod with a name. Never throws. */
export function readIdentity(text: string): ManifestIdentity | undefined {
  return identify(readFirstDocument(text));
}

/** pkg/kubelet/config/common.go, v1.37: only the first document counts. */
function readFirstDocument(text: string): unknown {
  const end = /\n---(?=\s)/.exec(text.replace(/^\s*(?:#.*\n|\s)*---\s/, (start) => ' '.repeat(start.length)));
  const first = end === null ? text : text.slice(0, end.index + 1);
  try {
    const document = parseDocument(first, { version: '1.1', uniqueKeys: false, logLevel: 'silent' });
    return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 1000 });
  } catch {
    // An alias without an anchor, or too many: the text names no Pod, and that is this function's answer.
    return undefined;
  }
}

function identify(value: unknown): ManifestIdentity | undefined {
  const pod = fields(value);
  const metadata = fields(pod['metadata']);
  const spec = fields(pod['spec']);
  const name = text(metadata['name']);
  if (pod['kind'] !== 'Pod' || name === '') {
    return undefined;
  }
  const policy = spec['restartPolicy'];
  const init = list(spec['initContainers']);
  const stays = (container: Fields): boolean => container['restartPolicy'] === 'Always';
  return {
    namespace: text(metadata['namespace']) || 'default',
    name,
    uid: text(metadata['uid']),
    restartPolicy: policy === 'OnFailure' || policy === 'Never' ? policy : 'Always',
    containers: list(spec['containers']).map((container) => text(container['name'])),
    initContainers: init.filter((container) => !stays(container)).map((container) => text(container['name'])),
    sidecars: init.filter(stays).map((container) => text(container['name'])),
    needs: readNeeds(spec),
    readiness: readReadinessProbes(spec),
  };
}

/** What the kubelet calls the Pod, and so the mirror Pod and the sandbox (pkg/kubelet/config/common.go, v1.37). */
export function podNameOn(nodeName: string, name: string): string {
  return `${name}-${nodeName.toLowerCase()}`;
}
