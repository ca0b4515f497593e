import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseText } from '../../../server/src/manifest/parse';
import { decodeManifest, type DecodedManifest } from '../../../server/src/schema/decode';

interface Options {
  readonly minor?: number;
  readonly source?: 'file' | 'http';
}

function decode(text: string, { minor = 37, source = 'file' }: Options = {}): DecodedManifest {
  const { root, error } = parseText(text);
  assert.ok(root !== undefined && error === undefined, error?.message);
  return decodeManifest(root, { minor, nodeName: 'My-Node1', source });
}

const pod = (rest: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n${rest}`;
const container = (fields: string): string => pod(`spec: {containers: [{name: web, image: nginx, ${fields}}]}\n`);

function stageOf(text: string, options?: Options): string {
  const { mismatches, kindRefused, nameMissing } = decode(text, options);
  return mismatches.length > 0 ? 'decode' : kindRefused ? 'kind' : nameMissing ? 'name' : 'decoded';
}

function pathsOf(text: string, options?: Options): string[] {
  return decode(text, options).mismatches.map(({ path }) => path);
}

function unknownOf(text: string, options?: Options): string[] {
  return decode(text, options).unknownFields.map(
    ({ path, since, until, belongs }) =>
      `${path}${since === undefined ? '' : ` since ${since}`}${until === undefined ? '' : ` until ${until}`}${belongs === undefined ? '' : ` belongs to ${belongs}`}`,
  );
}

describe('apiVersion and kind', () => {
  const stages: readonly (readonly [manifest: string, stage: string])[] = [
    ['{apiVersion: v1, kind: Pod, metadata: {name: a}}', 'decoded'],
    ['{apiVersion: /v1, kind: Pod, metadata: {name: a}}', 'decoded'],
    ['{APIversion: v1, KIND: Pod, metadata: {name: a}}', 'decoded'],
    ['{KIND: Service, kind: Pod, apiVersion: v1, metadata: {name: a}}', 'decoded'],
    ['{apiVersion: v1, kind: Pod}', 'name'],
    ['{apiVersion: v1, kind: Pod, metadata: null}', 'name'],
    ['{apiVersion: __internal, kind: Pod, metadata: {name: a}}', 'name'],
    ['{apiVersion: v1, kind: PodList, items: []}', 'kind'],
    ['{apiVersion: v1, kind: Service, metadata: {name: a}}', 'kind'],
    ['{apiVersion: v1, kind: Service, metadata: []}', 'decode'],
    ['{apiVersion: v1, kind: Service, spec: {ports: [{port: web}]}}', 'decode'],
    ['{apiVersion: v1, kind: ConfigMap, data: {on: 1}}', 'decode'],
    ['{apiVersion: v1, kind: ConfigMap, binaryData: {a: YWJj, b: [1, 255]}}', 'kind'],
    ['{apiVersion: v1, kind: Secret, data: {a: not base64}}', 'decode'],
    ['{apiVersion: v1, kind: Event, eventTime: "2026-01-02T03:04:05.000006Z"}', 'kind'],
    ['{apiVersion: v1, kind: Event, eventTime: "2026-01-02T03:04:05Z"}', 'decode'],
    ['{apiVersion: apps/v1, kind: Status}', 'kind'],
    ['{apiVersion: v1, kind: List}', 'kind'],
    ['{apiVersion: v1, kind: DeleteOptions}', 'decode'],
    ['{apiVersion: v1, kind: pod, metadata: {name: a}}', 'decode'],
    ['{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}', 'decode'],
    ['{apiVersion: a/b/c, kind: Pod}', 'decode'],
    ['{apiVersion: v1/, kind: Pod}', 'decode'],
    ['{apiVersion: v1}', 'decode'],
    ['{kind: Pod}', 'decode'],
    ['{apiVersion: v1, kind: null}', 'decode'],
    ['{apiVersion: 1, kind: Pod}', 'decode'],
    ['{apiVersion: v1, kind: Pod, Kind: [x]}', 'decode'],
    ['[a]', 'decode'],
    ['text', 'decode'],
    ['', 'decode'],
  ];
  for (const [manifest, stage] of stages) {
    it(`of ${manifest || 'nothing'} stop at ${stage}`, () => {
      assert.equal(stageOf(`# YAML\n${manifest}`), stage);
    });
  }

  it('know PodStatusResult until 1.36', () => {
    assert.equal(stageOf('apiVersion: v1\nkind: PodStatusResult\nspec: 1', { minor: 36 }), 'kind');
    assert.equal(stageOf('apiVersion: v1\nkind: PodStatusResult\nstatus: 1', { minor: 36 }), 'decode');
    assert.equal(stageOf('apiVersion: v1\nkind: PodStatusResult', { minor: 37 }), 'decode');
  });

  it('miswritten still let the rest be read', () => {
    const { mismatches, pod: read } = decode(
      'apiVersion: v2\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: 1}]}',
    );
    assert.deepEqual(
      mismatches.map(({ path }) => path),
      ['apiVersion', 'spec.containers[0].name'],
    );
    assert.equal(read?.metadata?.name, 'a-my-node1');
  });
});

describe('equal keys in JSON', () => {
  const spec =
    '"spec":{"containers":[{"name":"a","image":"b","stdin":true,"command":["x"]},{"name":"c"}],"hostNetwork":true}';
  const json = (...members: string[]): string =>
    `{${['"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}', ...members].join(',')}}`;
  const specOf = (...members: string[]): unknown => {
    const { root, format } = parseText(json(...members));
    assert.ok(root !== undefined);
    return decodeManifest(root, { minor: 37, nodeName: 'n', source: 'file' }, format).pods[0]?.hashed.spec;
  };
  const containersOf = (...members: string[]): unknown[] =>
    (specOf(...members) as { containers: Record<string, unknown>[] }).containers.map(
      ({ name, image, stdin, command }) => [name, image, stdin, command],
    );

  it('are decoded one after the other into the same place', () => {
    assert.deepEqual(containersOf(spec, '"spec":{"containers":[{"image":"d"}]}'), [['a', 'd', true, ['x']]]);
    assert.deepEqual(containersOf(spec, '"spec":null'), containersOf(spec));
  });

  it('with null leave what is no pointer, empty lists, and take pointers back', () => {
    const nulls = '"spec":{"containers":[{"name":null,"stdin":null,"command":null}],"hostNetwork":null}';
    assert.deepEqual(containersOf(spec, nulls), [['a', 'b', true, undefined]]);
    const pointer = '"spec":{"priority":1,"securityContext":{"runAsUser":1}}';
    assert.deepEqual((specOf(pointer, '"spec":{"priority":null}') as { priority?: number }).priority, undefined);
    assert.equal(JSON.stringify(specOf(pointer, '"spec":{"securityContext":null}')).includes('runAsUser'), false);
    const port = (value: string): string => `"spec":{"containers":[{"livenessProbe":{"tcpSocket":{"port":${value}}}}]}`;
    assert.match(JSON.stringify(specOf(port('80'), port('null'))), /"port":80/);
    assert.match(JSON.stringify(specOf(port('"a"'), port('null'))), /"tcpSocket":\{\}/);
  });

  it("find again what a shorter list left in Go's array", () => {
    const [one, two] = ['"spec":{"containers":[{}]}', '"spec":{"containers":[null,{"image":"e"}]}'];
    assert.deepEqual(
      containersOf(spec, one, two).map((container) => (container as unknown[]).slice(0, 2)),
      [
        ['a', 'b'],
        ['c', 'e'],
      ],
    );
    const none = '"spec":{"containers":[]}';
    assert.deepEqual(containersOf(spec, none, two)[1], [undefined, 'e', undefined, undefined]);
  });

  it('are refused for any value that does not fit', () => {
    for (const [first, second] of [
      ['1', '{}'],
      ['{}', 'true'],
    ]) {
      const { root, format } = parseText(json(`"spec":${first}`, `"spec":${second}`));
      assert.ok(root !== undefined);
      const { mismatches } = decodeManifest(root, { minor: 37, nodeName: 'n', source: 'file' }, format);
      assert.deepEqual(
        mismatches.map(({ path }) => path),
        ['spec'],
      );
    }
  });

  it('name the kind in the order of the text, in any case', () => {
    const kindOf = (...members: string[]): string | undefined => {
      const { root, format } = parseText(json(...members));
      return root && decodeManifest(root, { minor: 37, nodeName: 'n', source: 'file' }, format).kind;
    };
    assert.equal(kindOf('"Kind":"List"'), 'List');
    assert.equal(kindOf('"KIND":"List"', '"kind":"Pod"'), 'Pod');
    assert.equal(kindOf('"kind":null'), 'Pod');
  });
});

it('takes a quantity by the letters that JSON writes', () => {
  const cpu = (text: string): string =>
    `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"overhead":{"cpu":${text}}}}`;
  for (const [text, paths] of [
    ['" 1\u2028"', []],
    ['"\\u0031"', ['spec.overhead[cpu]']],
    ['"\\t1"', ['spec.overhead[cpu]']],
  ] as const) {
    assert.deepEqual(pathsOf(cpu(text)), paths, text);
  }
});

describe('typed values', () => {
  const sound = [
    container('stdin: true, ports: [{containerPort: 80}, {containerPort: 8e1}, {containerPort: 80.0}, null]'),
    container('livenessProbe: {httpGet: {port: http}, periodSeconds: null}'),
    container('resources: {limits: {cpu: 1, memory: 1.5Gi, x/y: " 2 ", z: null}}'),
    container('command: [null, ""], env: null'),
    pod(
      'spec: {terminationGracePeriodSeconds: 9223372036854775807}\nstatus: {startTime: "2024-02-29T1:02:03.5+01:00"}',
    ),
    pod('spec: null\nstatus: {}'),
  ];
  for (const text of sound) {
    it(`take ${text.split('\n').slice(3).join(' ')}`, () => {
      assert.deepEqual(pathsOf(text), []);
    });
  }

  const wrong: readonly (readonly [text: string, path: string, message: RegExp])[] = [
    [container('args: [on]'), 'spec.containers[0].args[0]', /takes text, not true: put it in quotes/],
    [container('args: a'), 'spec.containers[0].args', /takes a list, not the text "a"/],
    [
      container('ports: {containerPort: 80}'),
      'spec.containers[0].ports',
      /takes a list, not an object: put `- ` before/,
    ],
    [container('ports: [80]'), 'spec.containers[0].ports[0]', /takes an object with fields such as `containerPort`/],
    [
      container('ports: [{containerPort: "80"}]'),
      'spec.containers[0].ports[0].containerPort',
      /whole number.*remove the quotes/,
    ],
    [container('ports: [{containerPort: 1.5}]'), 'spec.containers[0].ports[0].containerPort', /whole number, not 1.5/],
    [
      container('ports: [{containerPort: 2147483648}]'),
      'spec.containers[0].ports[0].containerPort',
      /from -2147483648 to/,
    ],
    [container('tty: "yes"'), 'spec.containers[0].tty', /true or false/],
    [container('resources: {limits: {cpu: one}}'), 'spec.containers[0].resources.limits[cpu]', /quantity/],
    [container('resources: {limits: {cpu: true}}'), 'spec.containers[0].resources.limits[cpu]', /quantity/],
    [
      container('livenessProbe: {tcpSocket: {port: 1.5}}'),
      'spec.containers[0].livenessProbe.tcpSocket.port',
      /whole number/,
    ],
    [
      container('livenessProbe: {tcpSocket: {port: {}}}'),
      'spec.containers[0].livenessProbe.tcpSocket.port',
      /number or text/,
    ],
    [pod('spec: {nodeSelector: {a: 1}}'), 'spec.nodeSelector[a]', /takes text/],
    [pod('spec: {nodeSelector: [a]}'), 'spec.nodeSelector', /keys of your choice/],
    [pod('status: {startTime: "2023-02-29T01:02:03Z"}'), 'status.startTime', /time such as/],
    [
      pod('spec: {terminationGracePeriodSeconds: 9223372036854775808}'),
      'spec.terminationGracePeriodSeconds',
      /whole number/,
    ],
  ];
  for (const [text, path, message] of wrong) {
    it(`refuse ${path}: ${message.source}`, () => {
      const { mismatches } = decode(text);
      assert.deepEqual(
        mismatches.map((mismatch) => mismatch.path),
        [path],
      );
      assert.match(mismatches[0]?.message ?? '', message);
      assert.match(mismatches[0]?.message ?? '', new RegExp(`^\`${path.replace(/[[\]]/g, '\\$&')}\` .*\\.$`));
    });
  }

  it('are all told, at their places', () => {
    const text = container('tty: 1, args: [2, x], unheardOf: {tty: 1}');
    const { mismatches } = decode(text);
    assert.deepEqual(
      mismatches.map(({ start, end }) => text.slice(start, end)),
      ['1', '2'],
    );
  });

  it('keep the place of a null or wrong item', () => {
    const [first] = decode(container('args: [a, null, 5, b]')).pods;
    assert.deepEqual(first?.pod.spec?.containers?.[0]?.args, ['a', '', '', 'b']);
  });

  it('keep any key of a map', () => {
    const { pods } = decode(pod('spec: {nodeSelector: {__proto__: a, "": b}}'));
    assert.deepEqual(Object.entries(pods[0]?.pod.spec?.nodeSelector ?? {}), [
      ['__proto__', 'a'],
      ['', 'b'],
    ]);
  });
});

describe('unknown fields', () => {
  it('are told with the versions that know them', () => {
    const text = container('env: [{name: A, valueFrom: {fileKeyRef: {key: 5}}}]');
    assert.deepEqual(unknownOf(text, { minor: 33 }), ['spec.containers[0].env[0].valueFrom.fileKeyRef since 34']);
    assert.deepEqual(pathsOf(text, { minor: 33 }), []);
    assert.deepEqual(unknownOf(text, { minor: 34 }), []);
    assert.deepEqual(pathsOf(text, { minor: 34 }), ['spec.containers[0].env[0].valueFrom.fileKeyRef.key']);
  });

  it('are case-sensitive, and their values don’t matter', () => {
    assert.deepEqual(unknownOf(container('Args: {a: [1]}, argss: 5')), [
      'spec.containers[0].Args',
      'spec.containers[0].argss',
    ]);
    assert.deepEqual(unknownOf('Kind: Pod\napiVersion: v1\nmetadata: {name: a}'), ['Kind']);
  });

  it('know their neighbours', () => {
    const [unknown] = decode(pod('spec: {hostname2: a}')).unknownFields;
    assert.ok(unknown?.known.includes('hostname'));
  });

  it('are none in maps and raw JSON', () => {
    assert.deepEqual(
      unknownOf('apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {x: y}, managedFields: [{fieldsV1: {f: {}}}]}'),
      [],
    );
  });
});

describe('a misplaced field', () => {
  it('is told the one place nearby that takes it', () => {
    assert.deepEqual(unknownOf(container('hostNetwork: true')), [
      'spec.containers[0].hostNetwork belongs to spec.hostNetwork',
    ]);
    assert.deepEqual(unknownOf(container('runAsUser: 1000')), [
      'spec.containers[0].runAsUser belongs to spec.containers[0].securityContext.runAsUser',
    ]);
    assert.deepEqual(unknownOf(container('privileged: true')), [
      'spec.containers[0].privileged belongs to spec.containers[0].securityContext.privileged',
    ]);
    assert.deepEqual(unknownOf(pod('containers: [{name: a, image: b}]')), ['containers belongs to spec.containers']);
    assert.deepEqual(unknownOf(container('volumes: [{name: a, hostPath: {path: /a}}]')), [
      'spec.containers[0].volumes belongs to spec.volumes',
    ]);
  });

  it('is told none that does not take it', () => {
    assert.deepEqual(unknownOf(container('hostNetwork: maybe')), ['spec.containers[0].hostNetwork']);
    assert.deepEqual(unknownOf(container('volumes: [{name: a, hostPth: {}}]')), ['spec.containers[0].volumes']);
    assert.deepEqual(unknownOf(pod('spec: {name: a, path: b}')), ['spec.name', 'spec.path']);
  });
});

describe('what the kubelet adds', () => {
  it('is the node, a namespace and a toleration', () => {
    const { pod: read } = decode(
      pod('spec: {tolerations: [{effect: NoExecute, operator: Exists, tolerationSeconds: 5}, {key: a}]}'),
    );
    assert.equal(read?.metadata?.name, 'web-my-node1');
    assert.equal(read.metadata.namespace, 'default');
    assert.equal(read.spec?.nodeName, 'My-Node1');
    assert.deepEqual(read.spec.tolerations, [{ operator: 'Exists', effect: 'NoExecute' }, { key: 'a' }]);
    assert.equal(read.status?.phase, 'Pending');
  });

  it('rounds resources up to thousandths, and null is zero', () => {
    const statuses =
      'status: {containerStatuses: [{name: web, allocatedResources: {cpu: null}}], allocatedResources: {cpu: 1u}}';
    const { pod: read } = decode(`${container('resources: {limits: {cpu: 100500u, memory: null}}')}${statuses}`);
    assert.deepEqual(read?.spec?.containers?.[0]?.resources?.requests, { cpu: '101m', memory: '0' });
    assert.deepEqual(read.status?.containerStatuses?.[0]?.allocatedResources, { cpu: '0' });
    assert.deepEqual(read.status.allocatedResources, { cpu: '1m' });
  });

  it('is no toleration from a URL', () => {
    assert.equal(decode(pod(''), { source: 'http' }).pod?.spec?.tolerations, undefined);
  });
});

describe('a PodList from a URL', () => {
  const list =
    'apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: a}\n- spec: {hostPID: 1, hostPd: true}\n- null\n';

  it('is read item by item', () => {
    const { pods, mismatches, unknownFields, kindRefused, nameMissing } = decode(list, { source: 'http' });
    assert.deepEqual(
      pods.map(({ path, nameMissing: missing }) => [path, missing]),
      [
        ['items[0]', false],
        ['items[1]', true],
        ['items[2]', true],
      ],
    );
    assert.deepEqual(
      mismatches.map(({ path }) => path),
      ['items[1].spec.hostPID'],
    );
    assert.deepEqual(
      unknownFields.map(({ path }) => path),
      ['items[1].spec.hostPd'],
    );
    assert.equal(kindRefused, false);
    assert.equal(nameMissing, true);
  });

  it('may be empty, and is refused from a file', () => {
    assert.deepEqual(decode('apiVersion: v1\nkind: PodList', { source: 'http' }).pods, []);
    assert.deepEqual(pathsOf('apiVersion: v1\nkind: PodList\nitems: {}', { source: 'http' }), ['items']);
    assert.equal(stageOf('apiVersion: v1\nkind: PodList\nitems: [{metadata: {name: a}}]'), 'kind');
    assert.equal(stageOf(list), 'decode');
  });
});
