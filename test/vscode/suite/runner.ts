import * as vscode from 'vscode';
import { bedNodes } from './bed';
import { driver } from './driver';
import { closeEverything } from './workspace';

/** What a test may ask for, and when it counts as hanging. */
export interface TestOptions {
  /** The test clicks or types in the workbench: without the launcher's driver it is skipped, and the line says so. */
  readonly needsDriver?: boolean;
  /** The test needs two real nodes (test/node): without them it is skipped, and the line says so. */
  readonly needsBed?: boolean;
  /** Milliseconds. */
  readonly limit?: number;
}

interface Test {
  readonly name: string;
  readonly options: TestOptions;
  readonly body: () => Promise<void>;
}

const tests: Test[] = [];
let tries = 1;

/** 1, or 2 where a test is run once more. */
export function currentTry(): number {
  return tries;
}

/**
 * Registers a test. Tests run one after the other, in the order of registration, as they share one workbench.
 *
 * @param name unique in the suite, a sentence about the product
 */
export function test(name: string, options: TestOptions, body: () => Promise<void>): void {
  if (tests.some((other) => other.name === name)) {
    throw new Error(`Two tests are called '${name}'.`);
  }
  tests.push({ name, options, body });
}

/**
 * Runs the registered tests whose name or file holds the filter, prints a line for each and the count last.
 *
 * @throws Error when a test failed or none ran: VS Code then ends with exit code 1
 */
export async function runTests(filter: string | undefined): Promise<void> {
  const chosen = tests.filter((each) => filter === undefined || each.name.includes(filter));
  let passed = 0;
  let skipped = 0;
  const failed: string[] = [];
  for (const each of chosen) {
    const missing = whatIsMissing(each.options);
    if (missing !== undefined) {
      skipped += 1;
      console.log(`skipped: ${each.name} (${missing})`);
      continue;
    }
    tries = 1;
    if (await runTest(each)) {
      passed += 1;
      continue;
    }
    tries = 2;
    // A person's clicks can miss on a machine that is busy with something else: once more, and said so.
    console.log(`once more: ${each.name}`);
    await tidyUp();
    if (await runTest(each)) {
      passed += 1;
    } else {
      failed.push(each.name);
    }
  }
  console.log(`${String(passed)} passed, ${String(failed.length)} failed, ${String(skipped)} skipped`);
  if (failed.length > 0) {
    throw new Error(`Failed: ${failed.join('; ')}`);
  }
  if (passed === 0) {
    throw new Error(`No test ran: the suite holds ${String(tests.length)}, the filter is '${filter ?? ''}'.`);
  }
}

/** What the first try has left on the screen, and has switched in the explorer. */
async function tidyUp(): Promise<void> {
  await driver?.press('Escape');
  await closeEverything();
  const configuration = vscode.workspace.getConfiguration('staticPods');
  for (const key of ['explorer.showOtherPods', 'explorer.showUsage', 'explorer.groupBy', 'explorer.refreshInterval']) {
    const values = configuration.inspect(key);
    if (values?.workspaceValue !== undefined) {
      await configuration.update(key, undefined, vscode.ConfigurationTarget.Workspace);
    }
    if (values?.globalValue !== undefined) {
      await configuration.update(key, undefined, vscode.ConfigurationTarget.Global);
    }
  }
  await vscode.commands.executeCommand('staticPods.clearFilter');
}

async function runTest({ name, body, options }: Test): Promise<boolean> {
  const started = performance.now();
  try {
    await withinLimit(body(), options.limit ?? 60_000);
    console.log(`ok: ${name} (${String(Math.round(performance.now() - started))} ms)`);
    return true;
  } catch (error) {
    console.error(
      `NOT OK: ${name}\n${indent(error instanceof Error ? (error.stack ?? error.message) : String(error))}`,
    );
    await pictureOfFailure(name);
    return false;
  }
}

function whatIsMissing({ needsDriver, needsBed }: TestOptions): string | undefined {
  if (needsDriver === true && driver === undefined) {
    return "it needs the launcher's driver: run it with test/vscode/launcher.mjs";
  }
  if (needsBed === true && bedNodes.length < 2) {
    return 'it needs two real nodes: run test/node/bed.sh up, and name .cache/node/bed.json in STATIC_PODS_TEST_BED';
  }
  return undefined;
}

async function withinLimit(body: Promise<void>, limit: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const hanging = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`It did not end within ${String(limit / 1000)} s.`));
    }, limit);
  });
  try {
    await Promise.race([body, hanging]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the workbench showed when the test gave up says more than the test's message. */
async function pictureOfFailure(name: string): Promise<void> {
  if (driver === undefined) {
    return;
  }
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 80);
  try {
    console.error(`  picture: ${await driver.takePicture(slug, { failure: true })}`);
  } catch (error) {
    console.error(`  no picture: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
