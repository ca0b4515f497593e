import type { Candidate, Setting } from './candidates';
import type { KubeletLook } from './look';
import { flagOf, readHeaderFlags, type SettingKey } from './settings';

/** Where each setting comes from and which place wins, as lines for people; what the node says stands in them as it is. */
export function describeLook(look: KubeletLook): string[] {
  const lines = look.settings.flatMap((setting) => [
    `${setting.key}: ${showValue(setting.key, setting.value) || 'none'}${setting.winner === undefined ? ' (default)' : ''}`,
    ...[...setting.candidates].reverse().map((candidate) => `  ${describePlace(candidate, setting)}`),
  ]);
  const configz = look.configz.state === 'told' ? [] : [`configz: ${look.configz.reason}`];
  return [...lines, ...configz, ...look.remarks];
}

function describePlace(candidate: Candidate, { winner }: Setting): string {
  const { key, value, by, file, line, through, isUnread } = candidate;
  const place = by === 'process' ? "the running kubelet's command line" : `${file}:${line}`;
  const flag = by === 'flag' || by === 'process' ? `, --${flagOf[key]}, deprecated` : '';
  const variable = by === 'flag' && through !== 'ExecStart' ? ` in ${through}` : '';
  const rank = isUnread ? 'nothing reads it' : candidate === winner ? 'wins' : 'overridden';
  return `${showValue(key, value) || "''"}  ${place}${variable}${flag} (${rank})`;
}

/** A value for people to see: headers hold tokens, and the kubelet masks them too where it tells its configuration. */
export function showValue(key: SettingKey, value: string): string {
  if (key !== 'staticPodURLHeader' || value === '') {
    return value;
  }
  return headerNames(value)
    .map((name) => `${name}: <masked>`)
    .join(', ');
}

/** Of the configuration's map, or of the flag's `Name:value,Other:value`. */
function headerNames(value: string): string[] {
  try {
    return Object.keys(JSON.parse(value) as object);
  } catch {
    // It is the flag's.
    return Object.keys(readHeaderFlags([value]));
  }
}
