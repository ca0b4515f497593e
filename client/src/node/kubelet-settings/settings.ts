/** The kubelet's settings that say where it gets manifests from and how often. */
export const settingKeys = [
  'staticPodPath',
  'staticPodURL',
  'staticPodURLHeader',
  'fileCheckFrequency',
  'httpCheckFrequency',
] as const;
export type SettingKey = (typeof settingKeys)[number];

/** cmd/kubelet/app/options/options.go, v1.37: each flag is deprecated, and wins over the configuration file. */
export const flagOf: Readonly<Record<SettingKey, string>> = {
  staticPodPath: 'pod-manifest-path',
  staticPodURL: 'manifest-url',
  staticPodURLHeader: 'manifest-url-header',
  fileCheckFrequency: 'file-check-frequency',
  httpCheckFrequency: 'http-check-frequency',
};

/** pkg/kubelet/apis/config/v1beta1/defaults.go, v1.37; '' where there is none. */
export const defaultOf: Readonly<Record<SettingKey, string>> = {
  staticPodPath: '',
  staticPodURL: '',
  staticPodURLHeader: '',
  fileCheckFrequency: '20s',
  httpCheckFrequency: '20s',
};

export function isSettingKey(text: string): text is SettingKey {
  return (settingKeys as readonly string[]).includes(text);
}

/** What keeps the kubelet from taking a value, in a sentence; undefined where nothing does. */
export function checkValue(key: SettingKey, value: string): string | undefined {
  if (value === '') {
    return undefined;
  }
  switch (key) {
    case 'staticPodPath':
      return value.startsWith('/')
        ? undefined
        : `\`${key}\` must be an absolute path, such as /etc/kubernetes/manifests.`;
    case 'staticPodURL':
      return isWebAddress(value)
        ? undefined
        : `\`${key}\` must be an http or https URL, such as http://10.0.0.5/pods.yaml.`;
    case 'staticPodURLHeader':
      return undefined;
    case 'fileCheckFrequency':
    case 'httpCheckFrequency':
      // Go's time.ParseDuration: each number has a unit.
      return /^(\d+(\.\d+)?(h|ms|us|µs|ns|m|s))+$/.test(value)
        ? undefined
        : `\`${key}\` must be a duration with a unit, such as 20s or 1m30s.`;
  }
}

function isWebAddress(value: string): boolean {
  try {
    return /^https?:$/.test(new URL(value).protocol);
  } catch {
    return false;
  }
}

/**
 * The values of --manifest-url-header, `Name:value,Other:value`, as the configuration writes them
 * (k8s.io/component-base/cli/flag/colon_separated_multimap_string_string.go, v0.37).
 */
export function readHeaderFlags(values: readonly string[]): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (const pair of values.flatMap((value) => value.split(','))) {
    const colon = pair.indexOf(':');
    if (colon > 0) {
      const name = pair.slice(0, colon).trim();
      headers[name] = [...(headers[name] ?? []), pair.slice(colon + 1).trim()];
    }
  }
  return headers;
}
