import type { Transport } from '../transport/transport';
import { readHeaders } from './kubelet/configuration';
import type { ObservedNode } from './observed-node';
import { webListScript } from './scripts';
import { withSections, type Section } from './sections';

/** pkg/kubelet/config/http.go, v1.37: maxConfigLength. */
const largestList = 10 * 1024 * 1024;

/** The list can't be got from the node. The message says why. */
export class WebListError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WebListError';
  }
}

/**
 * What the URL of a node's kubelet gives at this moment, asked from the node itself, with the headers that the kubelet
 * sends. Throws TransportError, SectionError and WebListError.
 */
export async function readWebList(transport: Transport, node: ObservedNode, signal?: AbortSignal): Promise<Buffer> {
  const { staticPodURL: url, kubelet } = node;
  const headers = readHeaders(kubelet.argv, kubelet.configurationFiles);
  const request = [
    `url = ${quote(url)}`,
    ...headers.map((header) => `header = ${quote(header)}`),
    '',
    url.replace(/[\r\n]/g, ''),
  ].join('\n');
  const encoded = Buffer.from(request)
    .toString('base64')
    .replace(/.{1,1024}/g, '$&\n');
  const { stdin, read } = withSections(webListScript.replace('@REQUEST@', () => encoded.trimEnd()));
  const result = await transport.exec({
    argv: ['sh', '-s', '--', `limit=${largestList}`],
    stdin,
    ...(signal === undefined ? {} : { signal }),
  });
  const sections = read(result.stdout);
  const index = sections.findIndex(({ name }) => name === 'list');
  const { body, exitCode } = readBody(sections[index]);
  if (exitCode !== 0) {
    const next = sections[index + 1];
    const said = next?.name === 'list.stderr' ? next.body.toString('utf8').trim().split('\n').at(-1) : undefined;
    throw new WebListError(`${node.nodeName} does not get ${url}: ${said ?? `exit code ${exitCode}`}`);
  }
  return body;
}

/** A report whose output is bytes: the exit code stands on a last line of its own. */
function readBody(section: Section | undefined): { body: Buffer; exitCode: number } {
  const body = section?.body ?? Buffer.alloc(0);
  const end = body.lastIndexOf(0x0a);
  return {
    body: body.subarray(0, Math.max(end, 0)),
    exitCode: end === -1 ? 1 : Number(body.toString('utf8', end + 1)),
  };
}

/** A value in a configuration file of curl. */
function quote(value: string): string {
  return `"${value.replace(/[\r\n]/g, ' ').replace(/[\\"]/g, '\\$&')}"`;
}
