/** `crictl version` prints `Name:  value` lines, about the runtime that answers. */
export function parseVersion(stdout: string): { readonly name: string; readonly version: string } {
  const line = (name: string): string => new RegExp(`^${name}: *(.*)$`, 'm').exec(stdout)?.[1]?.trim() ?? '';
  return { name: line('RuntimeName'), version: line('RuntimeVersion') };
}
