import type { Transport } from '../transport/transport';

/** A manifest's bytes as they lie on the node; undefined where there is no such file. Throws TransportError and Error. */
export async function readManifest(
  transport: Transport,
  path: string,
  signal?: AbortSignal,
): Promise<Buffer | undefined> {
  const request = { asRoot: true, ...(signal === undefined ? {} : { signal }) };
  const result = await transport.exec({ argv: ['cat', '--', path], ...request });
  if (result.exitCode === 0) {
    return result.stdout;
  }
  const there = await transport.exec({ argv: ['test', '-e', path], ...request });
  if (there.exitCode === 1) {
    return undefined;
  }
  const said = result.stderr.toString('utf8').trim();
  throw new Error(`${path} on ${transport.label} can't be read: ${said || `exit code ${result.exitCode}`}`);
}

export interface FileStat {
  readonly kind: 'file' | 'folder';
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly changeTime: number;
  readonly modificationTime: number;
}

/** What lies at a path on the node now, links followed; undefined where nothing does. Throws TransportError and Error. */
export async function statFile(transport: Transport, path: string): Promise<FileStat | undefined> {
  const result = await transport.exec({
    argv: ['env', 'LC_ALL=C', 'stat', '-L', '-c', '%s|%Z|%Y|%F', '--', path],
    asRoot: true,
  });
  if (result.exitCode !== 0) {
    const said = result.stderr.toString('utf8').trim();
    if (/no such file/i.test(said)) {
      return undefined;
    }
    throw new Error(`${path} on ${transport.label} can't be looked at: ${said || 'stat failed without a word'}`);
  }
  const [size, changed, modified, kind = ''] = result.stdout.toString('utf8').trim().split('|');
  return {
    kind: kind === 'directory' ? 'folder' : 'file',
    size: Number(size),
    changeTime: Number(changed) * 1000,
    modificationTime: Number(modified) * 1000,
  };
}
