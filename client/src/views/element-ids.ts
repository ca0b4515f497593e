import type { PodOnNode } from '../node/static-pods';
import type { TreeElement } from './elements';

/**
 * Made of names alone, so that selection and expansion outlive every refresh; as JSON, so that no name of a hostile node
 * looks like two. VS Code shows no tree at all where two of its rows have one id.
 */
export function idOf(element: TreeElement): string {
  const { node } = element;
  switch (element.kind) {
    case 'node':
      return id('node', node.name);
    case 'group':
      return id('group', node.name, element.id);
    case 'web-source':
      return id('web-source', node.name);
    case 'pod':
      return id('pod', node.name, ...podId(element.pod));
    case 'container':
      return id('container', node.name, ...podId(element.pod), element.container.name);
    case 'manifest':
      return id('manifest', node.name, element.manifest.path);
    case 'mirror':
      return id('mirror', node.name, ...podId(element.pod));
    case 'problem':
      return id('problem', node.name, element.problem.path, element.problem.field ?? '', element.problem.message);
    case 'message':
      return id('message', node.name, element.tone, element.text);
  }
}

/** What is not static may have another's name: its sandbox tells it apart. */
function podId({ namespace, podName, source, sandbox }: PodOnNode): string[] {
  return [namespace, podName, ...(source === 'api' ? [sandbox?.id ?? ''] : [])];
}

function id(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/** Each row once: a kubelet or a node may say the same thing twice. */
export function withoutTwins(elements: readonly TreeElement[]): TreeElement[] {
  const seen = new Set<string>();
  return elements.filter((element) => {
    const key = idOf(element);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

export function isSamePod(a: PodOnNode, b: PodOnNode): boolean {
  return podId(a).join('\0') === podId(b).join('\0');
}
