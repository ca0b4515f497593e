export interface DemoNode {
  /** An entry of the setting `staticPods.nodes`. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** Says how it ended, once it has. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface ScratchWorkspace {
  /** Absolute. */
  readonly folder: string;
  remove(): void;
}

export function startDemoNode(repository: string): Promise<DemoNode>;
export function createScratchWorkspace(
  repository: string,
  settings: Readonly<Record<string, unknown>>,
): ScratchWorkspace;
