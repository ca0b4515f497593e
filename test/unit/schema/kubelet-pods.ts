import type { Pod } from '../../../server/src/schema/pod-types';

/** The oldest version, one of those that fill in a Pod's own resources, and the newest. */
export const minors = [31, 35, 37] as const;

/** What the verdict tool (test/kubelet/cmd/verdict) prints with `--hash --canonical`. */
export interface KubeletPod {
  readonly hash?: string;
  readonly canonical?: Pod;
}

export interface KubeletCase {
  readonly manifest: string;
  readonly pods: Readonly<Record<string, Required<KubeletPod>>>;
}
