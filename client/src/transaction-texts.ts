import type { TransactionEvent } from './node/transaction';

/** A line of progress for people; undefined for what only the transaction itself needs. */
export function describeEvent(event: TransactionEvent): string | undefined {
  switch (event.event) {
    case 'step':
      return event.step === 'undoing' ? 'putting everything back…' : undefined;
    case 'progress':
      return event.text === 'running' ? 'running, waiting for it to stay…' : `waiting for ${event.text}…`;
    case 'reconnecting':
      return 'the connection was lost and the node goes on, connecting again…';
    case 'staged':
    case 'committed':
    case 'complaint':
    case 'restored':
    case 'output':
    case 'failed':
    case 'undone':
    case 'result':
    case 'recovered':
    case 'untold':
    case 'begin':
    case 'resumed':
    case 'lost':
    case 'end':
      return undefined;
  }
}

/** Tells each event worth a word to the progress that is shown, and to the log: `about` says there what it is of. */
export function tellEvents(
  report: (text: string) => void,
  output: { info(line: string): void },
  about: string,
): (event: TransactionEvent) => void {
  return (event) => {
    const text = describeEvent(event);
    if (text !== undefined) {
      report(text);
      output.info(`${about}: ${text}`);
    }
  };
}
