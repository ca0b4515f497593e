import { defaultSettings, type Settings } from './protocol';
import type { Severity } from './rules/rule';

/**
 * Reads what an editor answers for the section `staticPods`. Any client may answer anything: what is not understood is
 * told to `log` and stays at its default.
 */
export function readSettings(answer: unknown, log: (message: string) => void): Settings {
  if (answer === null || answer === undefined) {
    return defaultSettings;
  }
  if (!isRecord(answer)) {
    log('the configuration section staticPods is no object; defaults are used');
    return defaultSettings;
  }
  const files = isRecord(answer['files']) ? answer['files'] : {};
  return {
    kubernetesVersion: readString(answer['kubernetesVersion'], defaultSettings.kubernetesVersion),
    nodeName: readString(answer['nodeName'], defaultSettings.nodeName),
    files: {
      include: readStrings(files['include'], defaultSettings.files.include, 'staticPods.files.include'),
      exclude: readStrings(files['exclude'], defaultSettings.files.exclude, 'staticPods.files.exclude'),
    },
    rules: readSeverities(answer['rules']),
  };

  function readStrings(value: unknown, fallback: readonly string[], name: string): readonly string[] {
    if (value === null || value === undefined) {
      return fallback;
    }
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
      return value;
    }
    log(`${name} must be a list of globs; the default is used`);
    return fallback;
  }

  function readSeverities(value: unknown): Settings['rules'] {
    const severities: Record<string, Severity | 'off'> = {};
    for (const [rule, severity] of Object.entries(isRecord(value) ? value : {})) {
      if (isSeverity(severity)) {
        severities[rule] = severity;
      } else {
        log(`staticPods.rules: '${rule}' must be error, warning, information, hint or off`);
      }
    }
    return severities;
  }
}

function readString(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}

function isSeverity(value: unknown): value is Severity | 'off' {
  return value === 'error' || value === 'warning' || value === 'information' || value === 'hint' || value === 'off';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
