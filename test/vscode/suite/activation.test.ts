import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner';
import { activateExtension } from './workspace';

test('the extension registers every command it declares', {}, async () => {
  const extension = await activateExtension();
  const { contributes } = extension.packageJSON as { contributes: { commands: { command: string }[] } };
  const registered = new Set(await vscode.commands.getCommands(true));
  const missing = contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command));
  assert.deepEqual(missing, []);
});
