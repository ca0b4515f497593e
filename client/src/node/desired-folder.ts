import { readIdentity } from './manifest-identity';

/** What editors, package managers and people leave behind. */
const leftBehind = /(~|\.(bak|backup|orig|old|save|rej|tmp|swp|disabled|off))$|^#.*#$/i;

/**
 * Why a file of a local folder is not sent to nodes, as a part of a sentence; undefined where it is: YAML and JSON files,
 * and Pods by any other name. A kubelet would run backups too, so they stay where they are.
 */
export function whyPassedOver(name: string, content: Buffer): string | undefined {
  if (leftBehind.test(name)) {
    return 'it looks like a backup, which a kubelet would run too';
  }
  return /\.(ya?ml|json)$/i.test(name) || readIdentity(content.toString('utf8')) !== undefined
    ? undefined
    : 'it is neither YAML nor JSON by its name, nor a Pod';
}
