import { klogTime, parseKlog } from './klog';
import type { JournalLine } from './problem';

/** The kubelet's last word on a mirror Pod that it could not make, if it still holds. */
export interface MirrorFailure {
  readonly namespace: string;
  /** With the node's suffix. */
  readonly podName: string;
  /** The API server's words. */
  readonly said: string;
  /** Seconds since 1970, by the node's clock. */
  readonly time: number;
}

export interface MirrorFailureSources {
  readonly journal: readonly JournalLine[];
  readonly now: number;
  readonly zone: string;
  readonly syncFrequencySeconds: number;
}

/**
 * At each sync of a Pod the kubelet tries to make the mirror Pod that is missing, and says so where it can't; of one that
 * it made at last it says nothing. So a failure holds for as long as the next sync may take: pkg/kubelet/kubelet.go and
 * pod_workers.go, v1.37, sync a Pod again after one to one and a half times the sync frequency.
 */
export function mirrorFailuresNow({ journal, now, zone, syncFrequencySeconds }: MirrorFailureSources): MirrorFailure[] {
  const oldest = now - 1.5 * syncFrequencySeconds - 5;
  const latest = new Map<string, MirrorFailure>();
  for (const line of journal) {
    const entry = parseKlog(line.text);
    const pod =
      entry?.message.startsWith('Failed creating a mirror pod') === true ? entry.values.get('pod') : undefined;
    if (entry === undefined || pod === undefined) {
      continue;
    }
    const time = line.time ?? klogTime(entry, now, zone);
    const [namespace = '', podName = ''] = pod.split('/');
    if (time >= oldest && time >= (latest.get(pod)?.time ?? 0)) {
      latest.set(pod, { namespace, podName, said: entry.values.get('err') ?? entry.message, time });
    }
  }
  return [...latest.values()];
}
