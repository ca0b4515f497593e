import type { Value } from '../manifest/value';
import type { Finding, Target } from '../rules/rule';
import { canonicalForm } from '../schema/canonical';
import { analyze, type Analysis } from './check';
import { writeJson, writeYaml } from './write-value';

export interface ListedManifest {
  /** How findings name it. */
  readonly file: string;
  readonly text: string;
  /** The offset in `text` where octets began that are no UTF-8. */
  readonly malformedAt?: number | undefined;
}

export interface PodListItem {
  readonly file: string;
  readonly namespace: string;
  /** As the manifest writes it, without a node's suffix. */
  readonly name: string;
  /** Equal forms mean that the kubelet sees no change. */
  readonly form: string;
}

export interface PodList {
  /** Undefined where something is refused. */
  readonly text: string | undefined;
  /** In the order of the manifests. */
  readonly items: readonly PodListItem[];
  /** Why there is no text, by file, in the order of the texts. */
  readonly refused: readonly { readonly file: string; readonly text: string; readonly findings: readonly Finding[] }[];
  /** Two manifests that speak of one Pod: `namespace/name` and the files. */
  readonly twins: readonly { readonly pod: string; readonly files: readonly string[] }[];
}

/**
 * Makes one PodList of manifests, as a kubelet reads it from a URL (pkg/kubelet/config/http.go, v1.37: all of it is
 * taken, or nothing). Each manifest is judged by itself, so that what is wrong has its place in its own file; the list
 * is read back, and holds what the manifests hold. `target.source` is taken as `http`.
 */
export function renderPodList(
  manifests: readonly ListedManifest[],
  target: Target,
  format: 'yaml' | 'json' = 'yaml',
): PodList {
  const webTarget: Target = { ...target, source: 'http' };
  const read = manifests.map(({ file, text, malformedAt }) => ({
    file,
    text,
    analysis: analyze(text, webTarget, {}, malformedAt),
  }));
  const refused = read
    .filter(({ analysis }) => !analysis.accepted)
    .map(({ file, text, analysis }) => ({
      file,
      text,
      findings: analysis.findings.filter(({ severity }) => severity === 'error'),
    }));
  const items = read.flatMap(({ file, analysis }) => itemsOf(file, analysis));
  const twins = findTwins(items);
  if (refused.length > 0 || twins.length > 0) {
    return { text: undefined, items, refused, twins };
  }
  const values = read.flatMap(({ analysis }) => podValues(analysis.parsed.root));
  const forms = items.map(({ form }) => form).join('\n');
  const written =
    format === 'json' ? [writeJson(values)] : [writeYaml(values, 'readable'), writeYaml(values, 'quoted')];
  const text = written.find((candidate) => {
    const list = analyze(candidate, webTarget);
    return (
      list.accepted &&
      itemsOf('', list)
        .map(({ form }) => form)
        .join('\n') === forms
    );
  });
  if (text === undefined) {
    throw new Error('The list does not say what its manifests say. Please report these manifests as a bug.');
  }
  return { text, items, refused, twins };
}

export interface PodListVerdict {
  readonly accepted: boolean;
  /** Empty where a kubelet would refuse the list. */
  readonly items: readonly PodListItem[];
  /** What a kubelet would say against it. */
  readonly findings: readonly Finding[];
}

/** What a kubelet makes of a list behind its URL. `malformedAt` is as `analyze` takes it. */
export function judgePodList(text: string, target: Target, malformedAt?: number): PodListVerdict {
  const analysis = analyze(text, { ...target, source: 'http' }, {}, malformedAt);
  const { accepted, findings } = analysis;
  return accepted
    ? { accepted, items: itemsOf('', analysis), findings: [] }
    : { accepted, items: [], findings: findings.filter(({ kubelet }) => kubelet !== undefined) };
}

/** What a published list holds; undefined where a kubelet would refuse it. */
export function readPodList(text: string, target: Target): readonly PodListItem[] | undefined {
  const { accepted, items } = judgePodList(text, target);
  return accepted ? items : undefined;
}

function itemsOf(file: string, { decoded, target }: Analysis): PodListItem[] {
  return (decoded?.pods ?? []).map((decodedPod) => {
    const { metadata } = decodedPod.pod;
    const suffixed = metadata?.name ?? '';
    return {
      file,
      namespace: metadata?.namespace ?? 'default',
      name: suffixed.slice(0, suffixed.length - target.nodeName.length - 1),
      form: canonicalForm(decodedPod, target.minor),
    };
  });
}

function podValues(root: Value | undefined): Value[] {
  if (root?.kind !== 'object') {
    return [];
  }
  const member = (key: string): Value | undefined => root.members.find((candidate) => candidate.key === key)?.value;
  const kind = member('kind');
  const listed = member('items');
  const isList = kind?.kind === 'string' && kind.value === 'PodList';
  return isList ? (listed?.kind === 'array' ? [...listed.items] : []) : [root];
}

function findTwins(items: readonly PodListItem[]): { pod: string; files: string[] }[] {
  const files = new Map<string, string[]>();
  for (const { namespace, name, file } of items) {
    const pod = `${namespace}/${name}`;
    files.set(pod, [...(files.get(pod) ?? []), file]);
  }
  return [...files].filter(([, named]) => named.length > 1).map(([pod, named]) => ({ pod, files: named }));
}
