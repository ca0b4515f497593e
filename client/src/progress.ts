import * as vscode from 'vscode';
import { plainMessage } from './plain-text';
import { onAbort } from './transport/abort';
import { TransportError } from './transport/transport';

export type Report = (message: string) => void;

/** What takes less is shown by its outcome alone; milliseconds. */
const patience = 500;

/**
 * Runs a task; one that takes longer than a moment is shown as a notification with its steps and a Cancel button,
 * which aborts the signal.
 */
export async function withProgress<T>(
  title: string,
  task: (report: Report, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let message: string | undefined;
  let show: Report = () => undefined;
  const result = task((text) => {
    message = text;
    show(text);
  }, controller.signal);
  const notify = setTimeout(() => {
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: plainMessage(title), cancellable: true },
      async (progress, token) => {
        show = (text) => progress.report({ message: plainMessage(text) });
        if (message !== undefined) {
          show(message);
        }
        const listener = token.onCancellationRequested(() => controller.abort());
        // How it ended is the caller's to tell.
        await Promise.allSettled([result]);
        listener.dispose();
      },
    );
  }, patience);
  return result.finally(() => clearTimeout(notify));
}

/** For what can't be stopped half-way: the wait ends, the work goes on. */
export function orCancelled<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(new TransportError('cancelled', 'Cancelled.'));
    const ignore = onAbort(signal, cancel);
    promise.then(resolve, reject).finally(ignore);
    if (signal.aborted) {
      cancel();
    }
  });
}
