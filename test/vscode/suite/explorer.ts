import * as vscode from 'vscode';
import { requireDriver, type Target } from './driver';

/** Opens the node explorer. */
export async function openExplorer(): Promise<void> {
  await vscode.commands.executeCommand('staticPods.nodes.focus');
}

/** A row of the node explorer by a part of what a screen reader reads. */
export function row(label: string, timeout = 30_000): Target {
  return { selector: `.pane-body [role="treeitem"][aria-label*="${label}"]`, timeout };
}

/** Waits for rows of the node explorer. */
export async function waitForRows(...labels: readonly string[]): Promise<void> {
  for (const label of labels) {
    await requireDriver().waitFor(row(label));
  }
}

export async function waitForNoRow(label: string, timeout = 60_000): Promise<void> {
  await requireDriver().waitFor({ ...row(label, timeout), state: 'hidden' });
}

const menuEntries = '.monaco-menu .action-item:not(.disabled)';

/**
 * Chooses an item of a row's context menu, by the keyboard: a menu takes no click in its first tenth of a second, as
 * that may be the one that opened it.
 */
export async function chooseFromMenu(label: string, item: string): Promise<void> {
  const driver = requireDriver();
  await openMenu(label, async () => {
    const texts = await driver.readTexts({ selector: menuEntries, timeout: 4000 });
    const steps = texts.findIndex((text) => text.includes(item)) + 1;
    for (let step = 0; step < steps; step++) {
      await driver.press('ArrowDown');
    }
    await driver.waitFor({ selector: `${menuEntries}.focused`, text: item, timeout: 4000 });
  });
  await driver.press('Enter');
}

/** Clicks on a row that stays where it is; rows move while a node is looked at, and who hit the neighbour clicks again. */
export async function clickRow(label: string): Promise<void> {
  const driver = requireDriver();
  for (let left = 4; ; left -= 1) {
    await driver.click(row(label));
    try {
      await driver.waitFor({ selector: `${row(label).selector}.focused`, timeout: 1000 });
      return;
    } catch (error) {
      if (left === 0) {
        throw error;
      }
    }
  }
}

/**
 * Opens a row's context menu and does something in it. Rows move while a node is looked at, and a tree that is drawn anew
 * closes the menu: a person who hit the neighbour, or nothing, tries again.
 */
async function openMenu<T>(label: string, then: () => Promise<T>): Promise<T> {
  const driver = requireDriver();
  const hit = `${row(label).selector}.focused`;
  for (let left = 4; ; left -= 1) {
    await driver.click({ ...row(label), button: 'right' });
    try {
      await driver.waitFor({ selector: menuEntries, timeout: 4000 });
      await driver.waitFor({ selector: hit, timeout: 1000 });
      return await then();
    } catch (error) {
      if (left === 0) {
        throw error;
      }
      await driver.press('Escape');
      await driver.waitFor({ selector: '.monaco-menu', state: 'hidden' });
    }
  }
}

/** What a row's context menu offers; it is closed again. */
export async function readMenu(label: string): Promise<string[]> {
  const driver = requireDriver();
  const texts = await openMenu(label, () =>
    driver.readTexts({ selector: `${menuEntries} .action-label`, timeout: 4000 }),
  );
  await driver.press('Escape');
  await driver.waitFor({ selector: '.monaco-menu', state: 'hidden' });
  return texts;
}

/**
 * Takes a picture of a row's tooltip. A tree that is drawn anew takes a tooltip away, and a pointer that rests brings none
 * back: then the pointer comes again.
 */
export async function takeTooltipPicture(name: string, label: string, text: string): Promise<void> {
  const driver = requireDriver();
  const tooltip = { selector: '.monaco-hover, .workbench-hover', text, timeout: 4000 };
  for (let left = 6; ; left -= 1) {
    await driver.hover({ selector: '.part.statusbar' });
    await driver.hover(row(label));
    try {
      await driver.takePicture(name, { waitFor: [tooltip], keepPointer: true });
      return;
    } catch (error) {
      if (left === 0) {
        throw error;
      }
    }
  }
}

/** The items of a quick pick. */
export function quickItem(text: string, timeout = 30_000): Target {
  return { selector: '.quick-input-list .monaco-list-row:visible', text, timeout };
}

/** Chooses an item of a quick pick by the keyboard. */
export async function choose(text: string): Promise<void> {
  const driver = requireDriver();
  await driver.waitFor(quickItem(text));
  await focusQuickInput();
  const focused = { selector: '.quick-input-list .monaco-list-row.focused:visible', timeout: 5000 };
  for (let step = 0; ; step++) {
    const [item = ''] = await driver.readTexts(focused);
    if (item.includes(text)) {
      break;
    }
    if (step === 50) {
      throw new Error(`'${text}' does not get the focus; '${item}' has it.`);
    }
    await driver.press('ArrowDown');
  }
  await driver.press('Enter');
}

/** A menu that closes late gives the focus back to the tree, behind a quick pick that has opened meanwhile. */
export async function focusQuickInput(): Promise<void> {
  await requireDriver().click({ selector: '.quick-input-widget:visible .quick-input-box input' });
}

/** Answers a modal question by one of its buttons. */
export async function answerModal(question: string, button: string): Promise<void> {
  const driver = requireDriver();
  await driver.waitFor({ selector: '.monaco-dialog-box', text: question });
  await driver.click({ selector: '.monaco-dialog-box .monaco-button', text: button });
}

export function notification(text: string, timeout = 60_000): Target {
  return { selector: '.notification-toast', text, timeout };
}

/** Sets the list of nodes, in the workspace as the suite's settings have it. */
export async function setNodes(...names: readonly string[]): Promise<void> {
  await vscode.workspace.getConfiguration('staticPods').update(
    'nodes',
    names.map((name) => ({ name })),
    vscode.ConfigurationTarget.Workspace,
  );
}
