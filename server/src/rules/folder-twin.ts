import { nameFiles, namesNeeded } from '../validation/name-files';
import { defineRule, type FolderEntry, type PodOutline } from './rule';

/** Two files with one namespace and name: which of them wins has changed between kubelets, so neither is promised. */
export const rule = defineRule({
  id: 'folder-twin',
  on: 'folder',
  severity: 'warning',
  check({ entries, target, report }) {
    const byPod = new Map<string, { entry: FolderEntry; span: PodOutline['nameSpan'] }[]>();
    for (const entry of entries) {
      const pod = entry.file?.pod;
      if (pod?.name !== undefined && !pod.nameMissing) {
        const name = pod.name.slice(0, pod.name.length - target.nodeName.length - 1);
        const key = `${pod.namespace ?? 'default'}/${name}`;
        const twin = { entry, span: pod.nameSpan };
        const twins = byPod.get(key);
        if (twins === undefined) {
          byPod.set(key, [twin]);
        } else {
          twins.push(twin);
        }
      }
    }
    for (const [pod, twins] of byPod) {
      const first = twins.slice(0, namesNeeded);
      for (const twin of twins.length > 1 ? twins : []) {
        const others = first.filter((other) => other !== twin).map(({ entry }) => entry.name);
        const count = twins.length - 1;
        report(twin.entry, {
          path: 'metadata.name',
          span: twin.span,
          message: `${nameFiles(others, count)} ${count > 1 ? 'speak' : 'speaks'} of the Pod ${pod} too, and the kubelet runs only one of them. Rename one Pod, or move one file out of the folder.`,
        });
      }
    }
  },
});
