import * as vscode from 'vscode';
import { foldLog } from './fold-log';

/** Folds entries of several lines (stack traces, wrapped values), and whole attempts of a container that restarts. */
export class LogFolding implements vscode.FoldingRangeProvider {
  static register(): vscode.Disposable {
    return vscode.languages.registerFoldingRangeProvider({ language: 'klog' }, new LogFolding());
  }

  provideFoldingRanges(document: vscode.TextDocument): vscode.FoldingRange[] {
    return foldLog(document.getText().split(/\r?\n/)).map(
      ({ start, end, isAttempt }) =>
        new vscode.FoldingRange(start, end, isAttempt ? vscode.FoldingRangeKind.Region : undefined),
    );
  }
}
