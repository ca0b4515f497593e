/** The kubelet's command line from `systemctl show`, for a kubelet that does not run. */
export function readUnitArguments(show: string): string[] {
  const property = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(show)?.[1] ?? '';
  const environment = new Map<string, string>();
  // Environment=KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml "OTHER=two words"
  for (const match of property('Environment').matchAll(/"([^"=]+)=([^"]*)"|(\w+)=(\S*)/g)) {
    environment.set(match[1] ?? match[3] ?? '', match[2] ?? match[4] ?? '');
  }
  const argv = /argv\[\]=(.*?) ;/.exec(property('ExecStart'))?.[1] ?? '';
  return argv
    .split(/\s+/)
    .flatMap((word) => {
      const name = /^\$\{?(\w+)\}?$/.exec(word)?.[1];
      return name === undefined ? [word] : (environment.get(name) ?? '').split(/\s+/);
    })
    .filter((word) => word !== '');
}
