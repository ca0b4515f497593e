import type { Candidate } from '../../../client/src/node/kubelet-settings/candidates';
import type { KubeletLook } from '../../../client/src/node/kubelet-settings/look';
import { describeLook, showValue } from '../../../client/src/node/kubelet-settings/describe';
import { flagOf } from '../../../client/src/node/kubelet-settings/settings';
import { printableLine } from './printable';

/** What `kubelet show --output json` tells of a node. */
export function describeSettings(look: KubeletLook): object {
  return {
    unit: look.unit,
    configurationFile: look.configurationFile?.path ?? '',
    settings: look.settings.map(({ key, value, winner, candidates }) => ({
      key,
      value: showValue(key, value),
      winner: winner === undefined ? null : describeCandidate(winner),
      candidates: candidates.map(describeCandidate),
    })),
    configz: look.configz,
    remarks: look.remarks,
  };
}

function describeCandidate({ key, value, by, file, line, through, isUnread }: Candidate): object {
  const flag = by === 'flag' || by === 'process' ? { flag: `--${flagOf[key]}`, deprecated: true } : {};
  return {
    value: showValue(key, value),
    by,
    ...(file === '' ? {} : { file, line }),
    ...flag,
    ...(through === '' ? {} : { through }),
    ...(isUnread ? { unread: true } : {}),
  };
}

export function formatSettings(name: string, look: KubeletLook): string {
  const lines = describeLook(look).map((line) => {
    const indent = line.startsWith('  ') ? '    ' : '  ';
    return `${indent}${printableLine(line.trimStart())}\n`;
  });
  return `${printableLine(name)}\n${lines.join('')}`;
}
