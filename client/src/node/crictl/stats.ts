import { asArray, asNumber, asObject, asString } from './json';

/** What a container has used, as `crictl stats -o json` counts it. */
export interface ContainerUsage {
  /** When the processor time was read: seconds since 1970 by the node's clock. */
  readonly at: number;
  /** Processor time since the container's start, in seconds of one core; undefined where the runtime tells none. */
  readonly cpuSeconds: number | undefined;
  /** The working set: what counts against the memory limit and can't be given back. */
  readonly memoryBytes: number | undefined;
}

/** By container id. Containers that are not running have no processor time and no memory. Throws SyntaxError. */
export function parseStats(stdout: string): Map<string, ContainerUsage> {
  return new Map(
    asArray(asObject(JSON.parse(stdout))['stats']).map((item) => {
      const stats = asObject(item);
      const cpu = asObject(stats['cpu']);
      const total = valueOf(cpu['usageCoreNanoSeconds']);
      return [
        asString(asObject(stats['attributes'])['id']),
        {
          at: asNumber(cpu['timestamp']) / 1e9,
          cpuSeconds: total === undefined ? undefined : total / 1e9,
          memoryBytes: valueOf(asObject(stats['memory'])['workingSetBytes']),
        },
      ];
    }),
  );
}

/** A CRI UInt64Value: `{"value": "12"}`, left out where it is not known. */
function valueOf(message: unknown): number | undefined {
  const { value } = asObject(message);
  return value === undefined ? undefined : asNumber(value);
}

/**
 * Cores used on average between two readings of one container. Undefined where they are none: the first reading, a
 * container that was started anew, a runtime that caches what it tells.
 */
export function coresUsed(before: ContainerUsage | undefined, now: ContainerUsage | undefined): number | undefined {
  if (before?.cpuSeconds === undefined || now?.cpuSeconds === undefined) {
    return undefined;
  }
  const used = now.cpuSeconds - before.cpuSeconds;
  const time = now.at - before.at;
  return used < 0 || time <= 0 ? undefined : used / time;
}

/** `12m`: thousandths of a core, as Kubernetes writes them; `1.5` from one core on. */
export function formatCores(cores: number): string {
  return cores < 1 ? `${Math.round(cores * 1000)}m` : cores.toFixed(cores < 10 ? 2 : 1);
}

/** `640Ki`, `12.3Mi`, `1.5Gi`: Kubernetes' binary suffixes. */
export function formatBytes(bytes: number): string {
  const units = ['', 'Ki', 'Mi', 'Gi', 'Ti'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)}${units[unit] ?? ''}`;
}
