import { renameKey, replaceValue } from '../manifest/edit';
import type { Value } from '../manifest/value';
import type { Fix } from '../rules/rule';

/**
 * Makes a volume that needs the API server one of the node's own: `hostPath` with a folder to fill in. Not safe to
 * apply unseen: what the path shall be, only the author knows.
 */
export function useHostPath(text: string, root: Value, path: string, volume: string): Fix {
  const skeleton = { path: `/etc/${/^[-.\w]+$/.test(volume) ? volume : 'CHANGE-ME'}`, type: 'Directory' };
  const renamed = renameKey(text, root, path, 'hostPath');
  const replaced = replaceValue(text, root, path, skeleton);
  const edits = renamed.length === 0 || replaced.length === 0 ? [] : [...renamed, ...replaced];
  return { title: 'Use a hostPath volume (fill in the path)', safe: false, edits };
}
