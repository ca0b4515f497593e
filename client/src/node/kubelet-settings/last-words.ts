import { parseKlog } from '../kubelet/klog';

/**
 * Of a journal's lines the one that says why a kubelet ended: its last error, else the last line that is not systemd's
 * account of the end. Undefined for an empty journal.
 */
export function lastWords(journal: readonly string[]): string | undefined {
  const errors = journal.flatMap((line) => {
    const entry = parseKlog(line);
    if (entry === undefined || (entry.severity !== 'error' && entry.severity !== 'fatal')) {
      return [];
    }
    const error = entry.values.get('err');
    return [error === undefined ? entry.message : `${entry.message}: ${error}`];
  });
  const own = journal.filter((line) => !/^\S+\.service: /.test(line));
  return errors.at(-1) ?? own.at(-1) ?? journal.at(-1);
}
