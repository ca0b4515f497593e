import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { whyPassedOver } from '../../client/src/node/desired-folder';
import type { DesiredManifest } from '../../client/src/node/plan';
import { listEntries } from '../../server/src/read-folder';
import { UsageError } from './command';

/** What a folder wants of a node. */
export interface DesiredFolder {
  readonly manifests: readonly DesiredManifest[];
  /** What lies there and is no manifest, one sentence each. */
  readonly passedOver: readonly string[];
}

/**
 * The manifests of a folder: YAML and JSON files, and Pods by any other name. Links are followed, folders and names
 * that begin with a dot are not looked at, as in a static Pod folder. Throws UsageError for what can't be read.
 */
export function readFolder(folder: string): DesiredFolder {
  const manifests: DesiredManifest[] = [];
  const passedOver: string[] = [];
  try {
    for (const name of listEntries(folder)) {
      const file = path.join(folder, name);
      if (!statSync(file).isFile()) {
        passedOver.push(`${file} is passed over: it is no file, and a kubelet looks into no folders.`);
        continue;
      }
      const content = readFileSync(file);
      const why = whyPassedOver(name, content);
      if (why === undefined) {
        manifests.push({ name, content });
      } else {
        passedOver.push(`${file} is passed over: ${why}.`);
      }
    }
  } catch (error) {
    throw new UsageError(`${folder} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { manifests, passedOver };
}

/** The one folder that a command is about. Throws UsageError. */
export function readFolderOperand(operands: readonly string[]): string {
  const [folder, extra] = operands;
  if (folder === undefined || folder === '') {
    throw new UsageError('Name a folder of manifests.');
  }
  if (extra !== undefined) {
    throw new UsageError(`Name one folder only: leave out '${extra}'.`);
  }
  return folder;
}
