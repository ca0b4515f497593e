import { applyPlan, type ApplyOptions, type ApplyResult } from '../../../client/src/node/apply';
import { observeNode } from '../../../client/src/node/observe';
import { planDeploy, type ManifestJudge } from '../../../client/src/node/plan';
import { StandInNode, type Shell } from './stand-in';

export const judge: ManifestJudge = {
  refusals: () => Promise.resolve([]),
  canonical: (content) => Promise.resolve(content.toString().replace(/^# word.*\n/gm, '')),
};

/** A manifest; the remark says what becomes of it (stand-in.ts). */
export function web(remark = ''): string {
  return `${remark}${remark === '' ? '' : '\n'}kind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c}]}\n`;
}

export async function deploy(
  node: StandInNode,
  texts: Record<string, string>,
  options: ApplyOptions = {},
): Promise<ApplyResult> {
  const desired = Object.entries(texts).map(([name, text]) => ({ name, content: Buffer.from(text) }));
  const observed = await observeNode(node, {});
  const plan = await planDeploy(observed, desired, judge);
  return applyPlan(node, observed, plan, { stableSeconds: 0, timeoutSeconds: 20, ...options });
}

/** The outcome, then `name action result` of each manifest. */
export function results({ outcome, manifests }: ApplyResult): unknown[] {
  return [outcome, ...manifests.map(({ planned, result }) => [planned.name, planned.action, result])];
}

export async function onStandIn(shell: Shell, work: (node: StandInNode) => Promise<void>): Promise<void> {
  const node = new StandInNode(shell);
  try {
    await work(node);
  } finally {
    node.dispose();
  }
}
