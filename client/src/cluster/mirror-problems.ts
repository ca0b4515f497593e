import { podNameOn } from '../node/manifest-identity';
import { splitErrors } from '../node/kubelet/problem';
import type { ObservedNode } from '../node/observed-node';
import { explainRefusal, type MirrorReason } from './explain';

/** A manifest whose Pod runs, and whose mirror Pod the API server refuses, by the kubelet's log. */
export interface MirrorProblem {
  readonly path: string;
  readonly reason: MirrorReason;
  /** The field that the refusal is about, where it tells. */
  readonly field: string | undefined;
}

/**
 * What the API server refuses of the manifests that are on the node now. What keeps the kubelet from its API server
 * altogether is no fault of a manifest, and is not told here.
 */
export function mirrorProblems({ nodeName, manifests, mirrorFailures }: ObservedNode): MirrorProblem[] {
  return mirrorFailures.flatMap(({ namespace, podName, said, time }) => {
    const manifest = manifests.find(
      ({ identity }) => identity?.namespace === namespace && podNameOn(nodeName, identity.name) === podName,
    );
    const reason = explainRefusal(said);
    // What it said before the file became what it is was about another text.
    return manifest === undefined || time < manifest.changeTime || ofTheNode.has(reason.kind)
      ? []
      : [{ path: manifest.path, reason, field: fields[reason.kind]?.(said) }];
  });
}

const ofTheNode: ReadonlySet<MirrorReason['kind']> = new Set([
  'credentials',
  'node-not-registered',
  'permission',
  'refused-node',
  'unreachable',
]);

/** For each kind of refusal the field that it is about; what is said may be about one of several. */
const fields: Partial<Record<MirrorReason['kind'], (said: string) => string | undefined>> = {
  namespace: () => 'metadata.namespace',
  'name-taken': () => 'metadata.name',
  priority: (said) => (said.includes('no PriorityClass with name') ? 'spec.priorityClassName' : 'spec.priority'),
  'refused-reference': (said) => (/service ?account/i.test(said) ? 'spec.serviceAccountName' : undefined),
  // k8s.io/pod-security-admission/policy, v0.37: the checks name what they are about.
  policy: (said) => (said.includes('hostNetwork=true') ? 'spec.hostNetwork' : undefined),
  invalid: (said) => splitErrors(said.replace(/^[\s\S]*?Pod "[^"]*" is invalid: /, 'invalid pod: '))[0]?.field,
};

/** One or two sentences. */
export function describeMirrorProblem({ reason: { kind, text, advice, said } }: MirrorProblem): string {
  return kind === 'other' || kind === 'invalid' ? `${text} It says: ${said}` : `${text} ${advice}`;
}
