import type { Finding } from '../../server/src/protocol';
import type { NodeLook } from './configured-node';
import { targetOf, type ManifestJudge } from './language-client';
import { planDeploy, type DesiredManifest, type NodePlan, type PlannedManifest } from './node/plan';

/** What the kubelet of a node would say of a manifest. */
export interface Verdict {
  /** `v1.37.2` */
  readonly version: string;
  refusals: readonly Finding[];
}

export interface PlannedContent {
  readonly plan: NodePlan;
  readonly planned: PlannedManifest;
  readonly verdict: Verdict;
}

/** What one manifest would do to a node, with the verdict of that node's own kubelet version. */
export async function planContent(
  look: NodeLook,
  judge: ManifestJudge,
  manifest: DesiredManifest,
  force = false,
): Promise<PlannedContent> {
  const target = targetOf(look.observed);
  const verdict: Verdict = { version: look.observed.kubelet.version, refusals: [] };
  const plan = await planDeploy(
    look.observed,
    [manifest],
    {
      refusals: async (content) => {
        const { accepted, findings } = await judge.check(content, target);
        verdict.refusals = accepted ? [] : findings.filter(({ kubelet }) => kubelet !== undefined);
        return verdict.refusals.map(({ message }) => message);
      },
      canonical: async (content) => (await judge.canonical(content, target)).canonical,
    },
    { force },
  );
  return { plan, planned: onlyManifest(plan.manifests), verdict };
}

/** Of a plan, or of its outcome, for one manifest. */
export function onlyManifest<T>([only]: readonly T[]): T {
  if (only === undefined) {
    throw new Error('A plan for one manifest holds none.');
  }
  return only;
}
