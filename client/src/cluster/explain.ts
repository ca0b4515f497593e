/** What keeps a mirror Pod from being there, for people. */
export interface MirrorReason {
  readonly kind:
    | 'standalone'
    | 'not-running'
    | 'refused-reference'
    | 'refused-node'
    | 'permission'
    | 'credentials'
    | 'node-not-registered'
    | 'namespace'
    | 'policy'
    | 'priority'
    | 'name-taken'
    | 'invalid'
    | 'unreachable'
    | 'waiting'
    | 'other';
  /** What is wrong: one sentence. */
  readonly text: string;
  /** What to do: one sentence. */
  readonly advice: string;
  /** The kubelet's or the API server's own words; '' where there are none. */
  readonly said: string;
}

interface Explanation {
  readonly pattern: RegExp;
  readonly explain: (match: RegExpExecArray) => Omit<MirrorReason, 'said'>;
}

const plane = 'The Pod runs all the same: a mirror Pod only shows it.';

/**
 * Of the API server's refusals. The texts are those of the admission plugins of v1.31 to v1.37:
 * plugin/pkg/admission/noderestriction, serviceaccount and priority, k8s.io/pod-security-admission, and of the
 * registry's and the authorizer's errors.
 */
const explanations: readonly Explanation[] = [
  {
    pattern: /can not create pods that reference (?:a |an )?([\w ]+)/,
    explain: ([, what = '']) => reference(what.trim()),
  },
  {
    pattern: /a mirror pod may not (?:reference|use) ([\w ]+)/,
    explain: ([, what = '']) => reference(what.trim()),
  },
  {
    pattern: /node (\S+) UID mismatch/,
    explain: ([, node = '']) => ({
      kind: 'refused-node',
      text: `The Node ${node} was deleted and made anew, and the kubelet still goes by the old one.`,
      advice: 'Restart the kubelet.',
    }),
  },
  {
    pattern: /node "([^"]+)" (?:can only|must not|can not)[^"]*/,
    explain: ([, node = '']) => ({
      kind: 'refused-node',
      text: `The admission plugin NodeRestriction holds the kubelet of ${node} to its own mirror Pods, and takes this for none.`,
      advice:
        'Check that the kubelet and its credentials name the same node: `--hostname-override` and `system:node:NAME`.',
    }),
  },
  {
    pattern:
      /User "([^"]*)" cannot (?:create|get|list|delete) resource "([^"]*)"(?: in API group "[^"]*")?(?: in the namespace "([^"]*)")?/,
    explain: ([, user = '', resource = '']) => ({
      kind: 'permission',
      text: `The kubelet speaks to the API server as ${user}, and that user may not do this with ${resource}.`,
      advice: user.startsWith('system:node:')
        ? 'Check that the API server runs with `--authorization-mode=Node,RBAC` and that the certificate names the group system:nodes.'
        : 'Give the kubelet credentials of a user system:node:NAME in the group system:nodes: see `--kubeconfig` in its command line.',
    }),
  },
  {
    pattern: /namespaces "([^"]+)" not found/,
    explain: ([, namespace = '']) => ({
      kind: 'namespace',
      text: `The namespace ${namespace} is not in the cluster. ${plane}`,
      advice: `Create it: \`kubectl create namespace ${namespace}\`; the mirror Pod comes by itself.`,
    }),
  },
  {
    pattern: /violates PodSecurity "([^"]+)"/,
    explain: ([, level = '']) => ({
      kind: 'policy',
      text: `The namespace enforces the Pod Security level ${level}, which this Pod does not keep. ${plane}`,
      advice: 'Put it into another namespace (kube-system), or change what it asks for.',
    }),
  },
  {
    pattern: /exceeded quota: ([^,]+)/,
    explain: ([, quota = '']) => ({
      kind: 'policy',
      text: `The namespace's quota ${quota} has no room for it. ${plane}`,
      advice: 'Raise the quota, or put the Pod into another namespace.',
    }),
  },
  {
    pattern: /admission webhook "([^"]+)" denied the request/,
    explain: ([, webhook = '']) => ({
      kind: 'policy',
      text: `The admission webhook ${webhook} denies it. ${plane}`,
      advice: 'Exempt mirror Pods (annotation kubernetes.io/config.mirror) or its namespace from the webhook.',
    }),
  },
  {
    pattern: /failed calling webhook "([^"]+)"/,
    explain: ([, webhook = '']) => ({
      kind: 'policy',
      text: `The admission webhook ${webhook} does not answer, and the API server lets nothing pass without it.`,
      advice: 'Mend the webhook, or delete its configuration.',
    }),
  },
  {
    pattern: /ValidatingAdmissionPolicy '([^']+)'/,
    explain: ([, policy = '']) => ({
      kind: 'policy',
      text: `The admission policy ${policy} denies it. ${plane}`,
      advice: 'Exempt mirror Pods (annotation kubernetes.io/config.mirror) from the policy.',
    }),
  },
  {
    pattern: /no PriorityClass with name (\S+) was found/,
    explain: ([, name = '']) => ({
      kind: 'priority',
      text: `The cluster has no PriorityClass ${name}.`,
      advice: 'Set `spec.priorityClassName` to system-node-critical, or create that class.',
    }),
  },
  {
    pattern:
      /the integer value of priority \((-?\d+)\) must not be provided in pod spec; priority admission controller computed (-?\d+)/,
    explain: ([, given = '', computed = '']) => ({
      kind: 'priority',
      text: `The manifest says priority ${given}, and the cluster makes ${computed} of its PriorityClass.`,
      advice: `Leave \`spec.priority\` out, or set it to ${computed}.`,
    }),
  },
  {
    pattern: /failed to get node UID|[Nn]ode(?:s)? "?[^" ]*"? not found|nodes have not yet been read/,
    explain: () => notRegistered(''),
  },
  {
    pattern: /pods "([^"]+)" already exists/,
    explain: ([, name = '']) => ({
      kind: 'name-taken',
      text: `Another Pod of the cluster is called ${name} already.`,
      advice: 'Delete or rename that Pod, or rename the static Pod.',
    }),
  },
  {
    pattern: /Unauthorized|the server has asked for the client to provide credentials/,
    explain: () => ({
      kind: 'credentials',
      text: "The API server does not take the kubelet's credentials: its certificate has run out, or is of another cluster.",
      advice: "Renew the kubelet's certificate: see `--kubeconfig` in its command line and /var/lib/kubelet/pki.",
    }),
  },
  {
    pattern: /x509: ([^"]+)/,
    explain: ([, what = '']) => ({
      kind: 'credentials',
      text: `The kubelet does not trust the API server's certificate: ${what.trim()}.`,
      advice: "Renew the API server's certificate, or give the kubelet's kubeconfig the authority that signed it.",
    }),
  },
  {
    pattern:
      /dial tcp ([^: ]+:\d+)|connection refused|i\/o timeout|no such host|TLS handshake timeout|deadline exceeded/,
    explain: ([, address = '']) => ({
      kind: 'unreachable',
      text: `The kubelet does not reach its API server${address === '' ? '' : ` at ${address}`}.`,
      advice: 'Check that the API server runs, and the way from the node to it.',
    }),
  },
  {
    pattern: /Pod "[^"]*" is invalid: /,
    explain: () => ({
      kind: 'invalid',
      text: `The API server finds the Pod invalid, though the kubelet does not: it is of another version. ${plane}`,
      advice: 'Change the fields that it names.',
    }),
  },
];

function reference(what: string): Omit<MirrorReason, 'said'> {
  return {
    kind: 'refused-reference',
    text: `The Pod refers to ${what}, and the API server lets no kubelet create a mirror Pod that does: it could read them that way.`,
    advice: 'Take the reference out of the manifest; use a hostPath volume or plain values instead.',
  };
}

export function notRegistered(said: string): MirrorReason {
  return {
    kind: 'node-not-registered',
    text: 'The node is not registered with the API server, and a mirror Pod belongs to its Node.',
    advice:
      "The kubelet's log says why; often it is `--register-node=false`, another cluster, or no right to create Nodes.",
    said,
  };
}

/** Of what the kubelet logs or the API server answers where a mirror Pod is refused. */
export function explainRefusal(said: string): MirrorReason {
  for (const { pattern, explain } of explanations) {
    const match = pattern.exec(said);
    if (match !== null) {
      return { ...explain(match), said };
    }
  }
  return { kind: 'other', text: 'The API server refuses the mirror Pod.', advice: 'Its own words say why.', said };
}
