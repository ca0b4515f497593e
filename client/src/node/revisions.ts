import type { Transport } from '../transport/transport';
import { readIdentity } from './manifest-identity';
import { ObserveError } from './observe';
import type { Revision } from './plan-pod';
import { revisionsScript } from './scripts';
import { withSections } from './sections';

/** The earlier versions of one manifest, or of all, that the node keeps. Throws TransportError, ObserveError, SectionError. */
export async function readRevisions(transport: Transport, name?: string, signal?: AbortSignal): Promise<Revision[]> {
  const { stdin, read } = withSections(revisionsScript);
  const result = await transport.exec({
    argv: ['sh', '-s', '--', ...(name === undefined ? [] : [name])],
    stdin,
    asRoot: true,
    ...(signal === undefined ? {} : { signal }),
  });
  if (result.exitCode !== 0) {
    throw new ObserveError(
      `The revisions on ${transport.label} can't be read: ${result.stderr.toString('utf8').trim()}`,
    );
  }
  return read(result.stdout)
    .filter((section) => section.name === 'revision')
    .map(({ body }) => {
      const nameEnd = body.indexOf(0);
      const idEnd = body.indexOf(0, nameEnd + 1);
      const content = body.subarray(idEnd + 1);
      return {
        name: body.toString('utf8', 0, nameEnd),
        id: body.toString('utf8', nameEnd + 1, idEnd),
        content,
        identity: readIdentity(content.toString('utf8')),
      };
    });
}
