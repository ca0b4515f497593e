import { spawnSync } from 'node:child_process';
import { parseText } from '../../../server/src/manifest/parse';
import { respell, showJson } from './show';

/** What the tool test/kubelet/cmd/values prints of a text. */
export interface KubeletValue {
  readonly json?: string;
  readonly error?: string;
}

/** Asks Kubernetes' own code; throws if the tool fails. */
export function askKubelet(program: string, texts: readonly string[]): KubeletValue[] {
  const input = texts.map((text, i) => JSON.stringify({ name: String(i), text })).join('\n');
  const { status, stdout, stderr } = spawnSync(program, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) {
    throw new Error(`${program} failed: ${stderr}`);
  }
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as KubeletValue);
}

/** How our reading of a text differs from the kubelet's; undefined where it doesn't. */
export function findDifference(text: string, { json, error }: KubeletValue): string | undefined {
  const { root, error: own } = parseText(text);
  if (error !== undefined || json === undefined) {
    return own === undefined ? `accepted, but the kubelet says: ${error ?? 'nothing'}` : undefined;
  }
  if (own !== undefined || root === undefined) {
    return `refused (${own?.message ?? 'no value'}), but the kubelet reads ${json}`;
  }
  const shown = showJson(root);
  return shown === respell(json) ? undefined : `read as ${shown}, but the kubelet reads ${json}`;
}
