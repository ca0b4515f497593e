import { parseKlog } from '../kubelet/klog';

/**
 * What crictl says went wrong: it writes logrus (`time=… level=error msg="…"`) or klog lines to standard error, often
 * both for one fault. The last of the former is the whole story.
 */
export function readCrictlError(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const told = lines.flatMap((line) => {
    const message = /\blevel=(?:error|fatal) msg=("(?:[^"\\]|\\.)*")/.exec(line)?.[1];
    return message === undefined ? [] : [parseKlog(`E0101 00:00:00.0 1 crictl.go:1] ${message}`)?.message ?? message];
  });
  return told.at(-1) ?? lines.at(-1)?.trim() ?? '';
}

/** The runtime knows no container or sandbox of this id any more: gRPC's code, as crictl prints it. */
export function saysGone(text: string): boolean {
  return text.includes('code = NotFound');
}
