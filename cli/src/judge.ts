import type { ObservedNode } from '../../client/src/node/observed-node';
import type { ManifestJudge } from '../../client/src/node/plan';
import type { ListJudge } from '../../client/src/node/web-source';
import type { CheckResult } from '../../server/src/language-service/check';
import { judgePodList } from '../../server/src/language-service/pod-list';
import { createLanguageService } from '../../server/src/language-service/service';
import { defaultSettings, nearestMinor } from '../../server/src/protocol';
import { decodeText } from '../../server/src/read-folder';
import type { Finding, Target } from '../../server/src/rules/rule';
import { placeFindings, type PlacedFinding } from './output/checked-file';

/** The language service, judging as the kubelet of a node does. */
export class NodeJudge implements ManifestJudge {
  private readonly service = createLanguageService({ log: () => undefined }, defaultSettings);
  private readonly target: Target;

  constructor(node: ObservedNode) {
    this.target = targetOf(node, 'file');
  }

  /** What this kubelet refuses, in the order of the text; empty where it accepts. */
  findings(content: Uint8Array): readonly Finding[] {
    const { accepted, findings } = this.check(content);
    return accepted ? [] : findings.filter(({ severity }) => severity === 'error');
  }

  /** The same, with lines and characters. */
  placedFindings(content: Uint8Array): readonly PlacedFinding[] {
    return placeFindings(decodeText(content).text, this.findings(content));
  }

  refusals(content: Uint8Array): Promise<readonly string[]> {
    const { accepted } = this.check(content);
    const told = this.findings(content).map(({ path, message }) =>
      path === '' || message.includes(path) ? message : `\`${path}\`: ${message}`,
    );
    return Promise.resolve(accepted ? [] : told.length > 0 ? told : ['it says no more']);
  }

  remarks(content: Uint8Array): Promise<readonly string[]> {
    const { findings } = this.check(content);
    return Promise.resolve(findings.filter(({ rule }) => rule === 'unknown-field').map(({ message }) => message));
  }

  canonical(content: Uint8Array): Promise<string | undefined> {
    const { text, malformedAt } = decodeText(content);
    return Promise.resolve(this.service.canonical(text, this.target, malformedAt)?.form);
  }

  private check(content: Uint8Array): CheckResult {
    const { text, malformedAt } = decodeText(content);
    return this.service.check(text, this.target, malformedAt);
  }
}

function targetOf({ kubelet, nodeName }: ObservedNode, source: Target['source']): Target {
  return { minor: nearestMinor(kubelet.minor), nodeName, source };
}

/** The list behind a kubelet's URL, judged as that kubelet does. */
export const judgeList: ListJudge = (list, node) => {
  const { text, malformedAt } = decodeText(list);
  const { accepted, items, findings } = judgePodList(text, targetOf(node, 'http'), malformedAt);
  return Promise.resolve({
    accepted,
    refusals: findings.map(({ message, path }) => ({ message, ...(path === '' ? {} : { field: path }) })),
    pods: items,
  });
};
