import * as vscode from 'vscode';
import { plainMessage } from './plain-text';

/** Ways out of what is told: each label is a button. */
export type WaysOut = Readonly<Record<string, () => Thenable<unknown>>>;

type Tone = 'information' | 'warning' | 'error';

const show: Record<Tone, (message: string, ...items: string[]) => Thenable<string | undefined>> = {
  information: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
};

/** A notification with buttons that nobody waits for; what fails behind a button is told in the output. */
export function tell(tone: Tone, message: string, output: vscode.LogOutputChannel, ways: WaysOut = {}): void {
  const follow = async (): Promise<void> => {
    const chosen = await show[tone](plainMessage(message), ...Object.keys(ways));
    await (chosen === undefined ? undefined : ways[chosen]?.());
  };
  follow().catch((error: unknown) => output.error(`${message}: ${String(error)}`));
}
