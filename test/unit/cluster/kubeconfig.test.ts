import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { isClusterError, type ClusterError } from '../../../client/src/cluster/api-server';
import { connectApiServer } from '../../../client/src/cluster/connect';

const folder = mkdtempSync(path.join(tmpdir(), 'kubeconfig-'));
const servers: Server[] = [];
after(() => {
  rmSync(folder, { recursive: true });
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const secret = 'c2VjcmV0LXRva2Vu';

function kubeconfig(change: (text: string) => string = (text) => text): string {
  const file = path.join(folder, 'config');
  const text = `apiVersion: v1
kind: Config
clusters: [{name: here, cluster: {server: 'http://127.0.0.1:1/'}}]
users: [{name: somebody, user: {token: ${secret}}}]
contexts: [{name: one, context: {cluster: here, user: somebody}}, {name: two, context: {cluster: gone, user: somebody}}]
current-context: one
`;
  writeFileSync(file, change(text));
  return file;
}

function failure(work: () => unknown): ClusterError {
  try {
    work();
  } catch (error) {
    assert.ok(isClusterError(error), String(error));
    return error;
  }
  assert.fail('it did not fail');
}

async function refusal(work: Promise<unknown>): Promise<ClusterError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(isClusterError(error), String(error));
  return error;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a kubeconfig that can not be used says what is wrong, and never what is secret', () => {
  const cases: readonly [string, () => { kubeconfig: string; context?: string }, RegExp][] = [
    ['missing', () => ({ kubeconfig: path.join(folder, 'none') }), /none can't be used: there is no such file/],
    ['a folder', () => ({ kubeconfig: folder }), /it is a folder/],
    ['empty', () => ({ kubeconfig: kubeconfig(() => '') }), /it is no kubeconfig/],
    [
      'broken YAML',
      () => ({ kubeconfig: kubeconfig((text) => text.replace('users: [', 'users: [{{ ')) }),
      /it is no kubeconfig: .* in line \d/,
    ],
    [
      'no current context',
      () => ({ kubeconfig: kubeconfig((text) => text.replace(/current-context.*\n/, '')) }),
      /it names no current context: name one of 'one', 'two'/,
    ],
    [
      'another context',
      () => ({ kubeconfig: kubeconfig(), context: 'three' }),
      /no context 'three': it has 'one', 'two'/,
    ],
    [
      'a context of a cluster that is not there',
      () => ({ kubeconfig: kubeconfig(), context: 'two' }),
      /cluster 'gone'/,
    ],
    [
      'a user that is not there',
      () => ({ kubeconfig: kubeconfig((text) => text.replace('user: somebody}}, ', 'user: nobody}}, ')) }),
      /user 'nobody', which is not in it/,
    ],
    [
      'no address',
      () => ({ kubeconfig: kubeconfig((text) => text.replace('http://127.0.0.1:1/', 'unix:/run/x')) }),
      /no http or https address/,
    ],
  ];
  for (const [name, target, message] of cases) {
    test(name, () => {
      const error = failure(() => connectApiServer(target()));
      assert.equal(error.kind, 'kubeconfig');
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, new RegExp(secret));
    });
  }
});

describe('an API server', () => {
  const config = (url: string): string => kubeconfig((text) => text.replace('http://127.0.0.1:1/', url));

  test('gets the token, and its answer comes back', async () => {
    const url = await serve((request, response) => {
      response.end(JSON.stringify({ method: request.method, url: request.url, token: request.headers.authorization }));
    });
    const server = connectApiServer({ kubeconfig: config(`${url}/prefix/`) });
    assert.deepEqual([server.context, server.url, server.user], ['one', `${url}/prefix`, 'somebody']);
    assert.deepEqual(await server.request('GET', '/api/v1/pods'), {
      method: 'GET',
      url: '/prefix/api/v1/pods',
      token: `Bearer ${secret}`,
    });
  });

  test('gets the body of a delete too', async () => {
    const url = await serve((request, response) => {
      let text = '';
      request.on('data', (part) => (text += String(part))).on('end', () => response.end(text));
    });
    const body = { preconditions: { uid: 'u' } };
    const server = connectApiServer({ kubeconfig: config(url) });
    assert.deepEqual(await server.request('DELETE', '/x', { body }), body);
  });

  test('that is not there', async () => {
    const error = await refusal(connectApiServer({ kubeconfig: kubeconfig() }).request('GET', '/'));
    assert.equal(error.kind, 'unreachable');
    assert.match(error.message, /http:\/\/127\.0\.0\.1:1 can't be reached: nothing listens there/);
  });

  for (const [status, body, kind, message] of [
    [401, '{"kind":"Status","message":"Unauthorized"}', 'unauthorized', /does not know the kubeconfig's user/],
    [403, '{"kind":"Status","message":"pods is forbidden"}', 'forbidden', /forbids it: pods is forbidden/],
    [404, '{"kind":"Status","message":"pods \\"x\\" not found"}', 'not-found', /says: pods "x" not found/],
    [200, '<html>', 'refused', /not as an API server does/],
    [502, 'bad gateway', 'refused', /status 502, not as an API server does/],
  ] as const) {
    test(`that answers ${status} ${body}`, async () => {
      const url = await serve((_request, response) => response.writeHead(status).end(body));
      const error = await refusal(connectApiServer({ kubeconfig: config(url) }).request('GET', '/'));
      assert.equal(error.kind, kind);
      assert.match(error.message, message);
    });
  }

  test('that says nothing is given up on request', async () => {
    const controller = new AbortController();
    const url = await serve(() => controller.abort());
    const error = await refusal(
      connectApiServer({ kubeconfig: config(url) }).request('GET', '/', { signal: controller.signal }),
    );
    assert.equal(error.kind, 'cancelled');
  });

  test('whose credentials come from a plugin that fails', async () => {
    const file = kubeconfig((text) =>
      text.replace(
        `{token: ${secret}}`,
        `{exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: [-c, 'echo log in first >&2; exit 1']}}`,
      ),
    );
    const error = await refusal(connectApiServer({ kubeconfig: file }).request('GET', '/'));
    assert.equal(error.kind, 'credentials');
    assert.match(
      error.message,
      /from the plugin `sh` for the user 'somebody': log in first\. Try the same with kubectl/,
    );
  });
});
