import * as vscode from 'vscode';
import type { ConfiguredNode } from '../configured-node';
import { rangeOf } from '../kubelet-problems';
import type { PlannedManifest } from '../node/plan';
import type { Verdict } from '../planning';
import type { CommandContext } from './command';

interface Question {
  readonly node: ConfiguredNode;
  readonly document: vscode.TextDocument;
  readonly planned: PlannedManifest;
}

/**
 * Lists why the kubelet would refuse the manifest; choosing a reason goes to its field. True to deploy it all the same,
 * which is two steps away so that nobody takes it by accident.
 */
export async function insistOnRefused(question: Question & { readonly verdict: Verdict }): Promise<boolean> {
  const { node, document, planned, verdict } = question;
  const reasons = verdict.refusals.map((finding) => ({
    label: `$(error) ${finding.path === '' ? planned.name : finding.path}`,
    // The label says which field already, and a line is short.
    detail: finding.message.replace(`\`${finding.path}\` `, ''),
    finding,
  }));
  const anyway = { label: '$(warning) Deploy Anyway…', detail: 'The kubelet will not run it.', finding: undefined };
  const chosen = await vscode.window.showQuickPick(
    [...reasons, { label: '', kind: vscode.QuickPickItemKind.Separator, finding: undefined }, anyway],
    {
      title: `${planned.name} is not deployed: the kubelet ${verdict.version} on ${node.name} would refuse it`,
      placeHolder: 'Choose a reason to go to its field',
      matchOnDetail: true,
      ignoreFocusOut: true,
    },
  );
  if (chosen?.finding !== undefined) {
    const selection = rangeOf(document.getText(), chosen.finding);
    await vscode.window.showTextDocument(document, { selection });
  }
  return chosen === anyway && (await confirmRefused(question));
}

async function confirmRefused({ node, planned }: Question): Promise<boolean> {
  const cost =
    planned.before === undefined
      ? 'The file is put there, and the kubelet does not run it.'
      : 'The Pod that runs from this file now is terminated.';
  const confirm = 'Deploy';
  const message = `Deploy ${planned.name} to ${node.name} although the kubelet refuses it?`;
  return (await vscode.window.showWarningMessage(message, { modal: true, detail: cost }, confirm)) === confirm;
}

/** Shows the change as a diff, and says what it does to the Pod. True to go on. */
export async function reviewChange({ manifests }: CommandContext, question: Question): Promise<boolean> {
  const { node, document, planned } = question;
  const close =
    planned.before === undefined ? undefined : await manifests.showDiff(node.name, planned.path, document.uri);
  if (planned.before === undefined) {
    await vscode.window.showTextDocument(document);
  }
  const deploy = { label: `$(cloud-upload) Deploy`, detail: describeChange(planned) };
  const cancel = { label: '$(close) Cancel' };
  // A question that stays while the change is looked at: a notification would go away by itself.
  const chosen = await vscode.window.showQuickPick([deploy, cancel], {
    title: `Deploy ${planned.name} to ${node.name}?`,
    placeHolder: planned.remarks.join(' ') || planned.path,
    ignoreFocusOut: true,
  });
  if (chosen === deploy) {
    await close?.();
  }
  return chosen === deploy;
}

function describeChange({ action, restarts }: PlannedManifest): string {
  switch (action) {
    case 'add':
      return 'The file is new on the node.';
    case 'update':
      return `The file changes, and ${restarts.join(', ') || 'its Pod'} starts anew.`;
    case 'unchanged':
      return 'The text changes, and nothing changes for the kubelet: the Pod runs on.';
    case 'remove':
    case 'restart':
    case 'park':
    case 'unpark':
    case 'refused':
      return '';
  }
}
