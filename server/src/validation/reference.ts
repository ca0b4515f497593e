import type { Finding, ReferenceContext } from '../rules/rule';

/** The first kubelets that refuse every API object reference (gate PreventStaticPodAPIReferences, on since 1.34). */
const refusedSince = 34;

/**
 * One field that needs the API server to resolve, which a static Pod may not (pkg/api/pod/util.go, v1.34 to v1.37,
 * `HasAPIObjectReference`).
 */
export interface Reference {
  readonly path: string;
  /** What is needed, with its article: `a Secret`. */
  readonly object: string;
  /** What comes of it on the kubelets that still take the Pod. A clause: `its containers do not start`. */
  readonly otherwise: string;
  /** What to do: a sentence. */
  readonly advice: string;
  /** Where it is refused earlier than references are in general: the first minor. */
  readonly since?: number;
  readonly details?: Finding['details'];
}

export function reportReference(
  { target, at, report }: Pick<ReferenceContext, 'target' | 'at' | 'report'>,
  reference: Reference,
): void {
  const { path, object, otherwise, advice, details } = reference;
  // Before it looked for references in general, the kubelet looked for none in a list (pkg/kubelet/config/common.go,
  // v1.31 to v1.33: `tryDecodePodList`).
  const since = at === '' ? Math.min(reference.since ?? refusedSince, refusedSince) : refusedSince;
  const rest = details === undefined ? {} : { details };
  if (target.minor >= since) {
    const message = `\`${path}\` needs ${object} from the API server, and the kubelet refuses a static Pod that does. ${advice}`;
    report({ path, part: 'key', message, ...rest });
  } else {
    const message = `\`${path}\` needs ${object} from the API server. The kubelet of 1.${target.minor} takes such a static Pod, but ${otherwise}, and from 1.${since} on it is refused. ${advice}`;
    report({ path, part: 'key', message, severity: 'warning', refuses: false, ...rest });
  }
}
