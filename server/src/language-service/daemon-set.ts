import type { ObjectValue, Value } from '../manifest/value';
import type { Analysis } from './check';
import { writeDocument } from './write-value';

export interface DaemonSetDraft {
  /** The Pod's own name, and the DaemonSet's. */
  readonly name: string;
  readonly text: string;
}

/**
 * A DaemonSet that runs what a static Pod runs, for a cluster that has an API server. Undefined where the text is no
 * Pod that a kubelet takes. What a DaemonSet's template may not say is left out: the node's name, and a restart policy
 * other than Always (pkg/apis/apps/validation/validation.go, v1.37). A static Pod runs whatever its node's taints are,
 * so taints are tolerated.
 */
export function draftDaemonSet({ accepted, parsed, decoded }: Analysis): DaemonSetDraft | undefined {
  const { root } = parsed;
  const isOne = decoded?.pods.length === 1 && decoded.pods[0]?.path === '';
  if (!accepted || !isOne || root?.kind !== 'object') {
    return undefined;
  }
  const metadata = memberOf(root, 'metadata');
  const spec = memberOf(root, 'spec');
  const name = metadata === undefined ? undefined : memberOf(metadata, 'name');
  if (metadata?.kind !== 'object' || spec?.kind !== 'object' || name?.kind !== 'string') {
    return undefined;
  }
  const written = memberOf(metadata, 'labels');
  const labels =
    written?.kind === 'object' && written.members.length > 0
      ? written
      : object({ 'app.kubernetes.io/name': text(name.value) });
  const namespace = memberOf(metadata, 'namespace');
  const annotations = memberOf(metadata, 'annotations');
  const kept = spec.members.filter(({ key }) => !['nodeName', 'restartPolicy', 'tolerations'].includes(key));
  const everyTaint = object({ operator: text('Exists') });
  const template: ObjectValue = {
    ...object({
      tolerations: memberOf(spec, 'tolerations') ?? { kind: 'array', items: [everyTaint], start: 0, end: 0 },
    }),
  };
  const document = object({
    apiVersion: text('apps/v1'),
    kind: text('DaemonSet'),
    metadata: object({ name: text(name.value), ...(namespace === undefined ? {} : { namespace }), labels }),
    spec: object({
      selector: object({ matchLabels: labels }),
      template: object({
        metadata: object({ labels, ...(annotations === undefined ? {} : { annotations }) }),
        spec: { ...template, members: [...kept, ...template.members] },
      }),
    }),
  });
  return { name: name.value, text: writeDocument(document) };
}

function memberOf(value: Value, key: string): Value | undefined {
  return value.kind === 'object' ? value.members.find((member) => member.key === key)?.value : undefined;
}

const nowhere = { start: 0, end: 0 } as const;

function text(value: string): Value {
  return { kind: 'string', value, ...nowhere };
}

function object(fields: Readonly<Record<string, Value>>): ObjectValue {
  const members = Object.entries(fields).map(([key, value]) => ({ key, keySpan: nowhere, value }));
  return { kind: 'object', members, ...nowhere };
}
