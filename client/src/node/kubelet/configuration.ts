import { parse } from 'yaml';
import { readHeaderFlags } from '../kubelet-settings/settings';

/** What a kubelet goes by: flags over drop-ins over the configuration file over the defaults. */
export interface KubeletConfiguration {
  readonly staticPodPath: string;
  readonly staticPodURL: string;
  readonly fileCheckFrequencySeconds: number;
  readonly httpCheckFrequencySeconds: number;
  readonly syncFrequencySeconds: number;
  readonly containerRuntimeEndpoint: string;
  readonly healthzBindAddress: string;
  /** 0: the kubelet serves none. */
  readonly healthzPort: number;
  /** `--hostname-override`; the configuration file has no such field. */
  readonly hostnameOverride: string;
}

export interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
}

export interface ConfigurationResult {
  readonly configuration: KubeletConfiguration;
  /** Files that could not be read as a configuration: the kubelet would not start with them. */
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

/** cmd/kubelet/app/options/options.go, v1.37: a flag's last value counts, `--flag value` or `--flag=value`. */
export function readFlag(argv: readonly string[], flag: string): string | undefined {
  let value: string | undefined;
  for (let position = 0; position < argv.length; position++) {
    const word = argv[position] ?? '';
    if (word === `--${flag}`) {
      value = argv[position + 1] ?? value;
    } else if (word.startsWith(`--${flag}=`)) {
      value = word.slice(flag.length + 3);
    }
  }
  return value;
}

/** A JSON merge patch (RFC 7386), as which the kubelet takes each drop-in: null unsets, objects merge, lists are replaced. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    return patch;
  }
  const isObject = typeof target === 'object' && target !== null && !Array.isArray(target);
  const merged = new Map<string, unknown>(isObject ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      merged.delete(key);
    } else {
      merged.set(key, mergePatch(merged.get(key), value));
    }
  }
  return Object.fromEntries(merged);
}

type Merged = { readonly merged: ReadonlyMap<string, unknown> } & Pick<ConfigurationResult, 'errors'>;

/** `files` in the order that the kubelet merges them. */
function mergeFiles(files: readonly ConfigurationFile[]): Merged {
  let merged: unknown = {};
  const errors: { path: string; message: string }[] = [];
  for (const { path, text } of files) {
    try {
      const value: unknown = parse(text, { version: '1.1', uniqueKeys: false, logLevel: 'error' });
      merged = mergePatch(merged, typeof value === 'object' && value !== null ? value : {});
    } catch (error) {
      errors.push({ path, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { merged: new Map(Object.entries(merged as object)), errors };
}

/** `files` in the order that the kubelet merges them. */
export function readConfiguration(argv: readonly string[], files: readonly ConfigurationFile[]): ConfigurationResult {
  const { merged, errors } = mergeFiles(files);
  const setting = (flag: string, key: string): string => {
    const field = merged.get(key);
    const configured = typeof field === 'string' || typeof field === 'number' ? String(field) : '';
    return readFlag(argv, flag) ?? configured;
  };
  const port = setting('healthz-port', 'healthzPort');
  return {
    errors,
    configuration: {
      staticPodPath: trimSlash(setting('pod-manifest-path', 'staticPodPath')),
      staticPodURL: setting('manifest-url', 'staticPodURL'),
      fileCheckFrequencySeconds: readDuration(setting('file-check-frequency', 'fileCheckFrequency')) || 20,
      httpCheckFrequencySeconds: readDuration(setting('http-check-frequency', 'httpCheckFrequency')) || 20,
      syncFrequencySeconds: readDuration(setting('sync-frequency', 'syncFrequency')) || 60,
      containerRuntimeEndpoint: setting('container-runtime-endpoint', 'containerRuntimeEndpoint'),
      healthzBindAddress: setting('healthz-bind-address', 'healthzBindAddress') || '127.0.0.1',
      healthzPort: port === '' ? 10248 : Number(port),
      hostnameOverride: readFlag(argv, 'hostname-override') ?? '',
    },
  };
}

/**
 * What the kubelet sends to its URL, `Name: value` each: those of the flags (`Name:value,Other:value`), else those of
 * the configuration. They may hold tokens.
 */
export function readHeaders(argv: readonly string[], files: readonly ConfigurationFile[]): string[] {
  const flags = argv.flatMap((word, index) => {
    const flag = '--manifest-url-header';
    const value = word === flag ? argv[index + 1] : word.startsWith(`${flag}=`) ? word.slice(flag.length + 1) : '';
    return value === undefined || value === '' ? [] : [value];
  });
  const configured = mergeFiles(files).merged.get('staticPodURLHeader');
  const headers: Readonly<Record<string, unknown>> =
    flags.length > 0
      ? readHeaderFlags(flags)
      : typeof configured === 'object' && configured !== null
        ? { ...configured }
        : {};
  return Object.entries(headers).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : []).map((value) => `${name}: ${String(value)}`),
  );
}

/** Go's time.ParseDuration as far as a configuration uses it, in seconds; 0 for what is none. */
export function readDuration(text: string): number {
  const unit: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };
  let seconds = 0;
  for (const [, amount, name] of text.matchAll(/([\d.]+)(h|ms|us|µs|ns|m|s)/g)) {
    seconds += Number(amount) * (unit[name ?? ''] ?? 0);
  }
  return seconds;
}

/** pkg/kubelet/config/file.go, v1.37, drops slashes at the end of the path. */
export function trimSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}
