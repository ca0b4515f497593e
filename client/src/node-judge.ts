import { targetOf, type ManifestJudge as LanguageJudge } from './language-client';
import type { ObservedNode } from './node/observed-node';
import type { ManifestJudge } from './node/plan';
import { WebListError } from './node/web-list';
import type { ListJudge } from './node/web-source';
import type { PodListVerdict } from '../../server/src/protocol';

/** The language server, judging as the kubelet of a node does. */
export function judgeAs(judge: LanguageJudge, node: ObservedNode): ManifestJudge {
  const target = targetOf(node);
  return {
    refusals: async (text) => {
      const { accepted, findings } = await judge.check(text, target);
      return accepted ? [] : findings.filter(({ kubelet }) => kubelet !== undefined).map(({ message }) => message);
    },
    canonical: async (text) => (await judge.canonical(text, target)).canonical,
    remarks: async (text) =>
      (await judge.check(text, target)).findings
        .filter(({ rule }) => rule === 'unknown-field')
        .map(({ message }) => message),
  };
}

/** The language server, judging the list behind a kubelet's URL. */
export function judgeListBy(judge: LanguageJudge): ListJudge {
  return async (list, node) => {
    let verdict: PodListVerdict;
    try {
      verdict = await judge.judgePodList(list, { ...targetOf(node), source: 'http' });
    } catch (error) {
      // A node can be looked at where the language server can't start.
      throw new WebListError(`nobody judges the list: ${String(error)}`, { cause: error });
    }
    const { accepted, findings, items } = verdict;
    return {
      accepted,
      refusals: findings.map(({ message, path }) => ({ message, ...(path === '' ? {} : { field: path }) })),
      pods: items,
    };
  };
}
