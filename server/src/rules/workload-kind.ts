import { locate } from '../manifest/locate';
import type { Value } from '../manifest/value';
import { defineRule } from './rule';

/** Where each kind keeps the Pod that it makes. */
const podTemplates: Readonly<Record<string, string>> = {
  Deployment: 'spec.template',
  DaemonSet: 'spec.template',
  StatefulSet: 'spec.template',
  ReplicaSet: 'spec.template',
  ReplicationController: 'spec.template',
  Job: 'spec.template',
  CronJob: 'spec.jobTemplate.spec.template',
};

/** A folder called manifests also holds objects for the API server: they are left alone, with a way to make a Pod of them. */
export const rule = defineRule({
  id: 'workload-kind',
  on: 'document',
  severity: 'hint',
  check({ taken, parsed, report }) {
    const kind = taken.kind;
    if (taken.as !== 'other-kind' || kind === undefined || podTemplates[kind] === undefined) {
      return;
    }
    if (parsed.root !== undefined && locate(parsed.root, podTemplates[kind]).found) {
      report({
        path: 'kind',
        message: `A kubelet runs only \`kind: Pod\` from a manifest, so this ${kind} is taken to be for the API server. If a kubelet shall run it, convert it to a static Pod.`,
        details: { kind },
      });
    }
  },
  fixes({ finding, parsed, text }) {
    const kind = finding.details?.['kind'];
    const template = typeof kind === 'string' ? podTemplates[kind] : undefined;
    const root = parsed.root;
    if (template === undefined || root === undefined || parsed.format === 'json') {
      return [];
    }
    const spec = valueAt(root, `${template}.spec`);
    const name = valueAt(root, 'metadata.name');
    if (spec === undefined || name?.kind !== 'string') {
      return [];
    }
    const lines = ['apiVersion: v1', 'kind: Pod', 'metadata:', `  name: ${name.value}`];
    for (const field of ['labels', 'annotations']) {
      const value = valueAt(root, `${template}.metadata.${field}`);
      if (value?.kind === 'object' && value.members.length > 0) {
        lines.push(`  ${field}:${indentBlock(text, value, 4)}`);
      }
    }
    const namespace = valueAt(root, 'metadata.namespace');
    if (namespace?.kind === 'string') {
      lines.push(`  namespace: ${namespace.value}`);
    }
    lines.push(`spec:${indentBlock(text, spec, 2)}`, '');
    const end = parsed.extraDocuments[0]?.start ?? text.length;
    return [
      {
        title: `Convert the ${String(kind)} to a static Pod`,
        safe: false,
        edits: [{ start: 0, end, newText: lines.join('\n') }],
      },
    ];
  },
});

function valueAt(root: Value, path: string): Value | undefined {
  const place = locate(root, path);
  return place.found ? place.value : undefined;
}

/** The source of a value as it stands, with comments, moved to another indentation; flow values stay on the line. */
function indentBlock(text: string, value: Value, indent: number): string {
  const lineStart = text.lastIndexOf('\n', value.start - 1) + 1;
  const before = text.slice(lineStart, value.start);
  const source = text.slice(value.start, value.end).trimEnd();
  if (before.trim() !== '' && !/^[\s-]*$/.test(before)) {
    return ` ${source}`;
  }
  const column = value.start - lineStart;
  const pad = ' '.repeat(indent);
  const moved = source.split('\n').map((line, position) => {
    const body = position === 0 ? line : line.slice(Math.min(column, line.length - line.trimStart().length));
    return body.trim() === '' ? '' : pad + body;
  });
  return `\n${moved.join('\n')}`;
}
