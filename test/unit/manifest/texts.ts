/** Texts to try the manifest reader on: the same seed gives the same texts. */
export interface Random {
  /** 0 to `below` - 1. */
  integer(below: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (below: number): number => Math.floor(next() * below);
  return {
    integer,
    chance: (probability) => next() < probability,
    pick<T>(items: readonly T[]): T {
      return items[integer(items.length)] as T;
    },
  };
}

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web, "tier": front}
spec:
  hostNetwork: true
  containers:
  - name: web
    image: "nginx:1.29.3"
    command: ['/bin/sh', "-c", 'echo "a: b" # no comment']
    args:
      - |
        set -e
          echo one

        echo two
      - >-
        folded
        text
    ports:
    - containerPort: 8080 # the port
      protocol: TCP
    resources:
      limits: {cpu: 500m, memory: 1_000Ki}
    readinessProbe:
      httpGet: {path: /ready, port: 0x1F90}
  volumes:
    - name: logs
      hostPath:
        path: /var/log/web
        type: DirectoryOrCreate
`;

const anchored = `# shared settings
--- # the only document
apiVersion: v1
kind: Pod
metadata: &meta {name: &name web, annotations: {on: "yes", ? b : c}}
spec:
  containers:
  - &web
    name: *name
    image: nginx
    env: [{name: A, value: !!str 017}, {name: B, value: "x\\u00e9\\ty"}]
  - <<: *web
    name: other
  - <<: [*web, {tty: yes}]
    args: [*name , ~, .5, 1e3, -0x1F]
...
`;

const json =
  '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": [{"name": "a", "stdin": true, "ports": [{"containerPort": 80}]}]}}';

const bases = [pod, anchored, pod.replaceAll('\n', '\r\n'), json];

const line = ['\n', '\n\n', '\r\n', '\r', '\u0085', '\u2028', ' ', '  ', '\t'];
const indicators = [
  ':',
  ': ',
  '- ',
  '? ',
  '-',
  ', ',
  '{',
  '}',
  '[',
  ']',
  '#',
  ' # c\n',
  '--- ',
  '---\n',
  '...\n',
  '@',
  '`',
  '%',
  '|\n',
  '|2-\n',
  '>+\n',
  '"',
  "'",
  '\\',
];
const properties = [
  '&a ',
  '*a',
  '*a ',
  '<<: *a',
  '<<: [*a, *b]',
  '! ',
  '!x ',
  '!!str ',
  '!!int ',
  '!!float ',
  '!!bool ',
  '!!null ',
  '!!binary ',
  '!!timestamp ',
  '!<tag:yaml.org,2002:str> ',
  '!%61 ',
  '!!%C1%A9nt ',
  '%YAML 1.1\n',
  '%TAG ! tag:yaml.org,2002:\n',
];
const scalars = [
  'a',
  'key',
  '~',
  'null',
  'Null',
  'on',
  'y',
  'No',
  'TRUE',
  '017',
  '08',
  '0x1F',
  '0x',
  '0o17',
  '0b11',
  '0b-11',
  '1_000',
  '_1',
  '1e3',
  '1e',
  '1e400',
  '1.',
  '.5',
  '.5_5',
  '._5',
  '-0',
  '-0.0',
  '+1',
  '-.5e3',
  '.inf',
  '-.Inf',
  '.nan',
  '1e21',
  '1e-7',
  '123456789.125',
  '12345678901234567890',
  '2001-01-01',
  '2001-13-01',
  '1:30',
  '=',
  '<<',
  '""',
  "''",
  '[]',
  '{}',
  '[a, b]',
  '{a: b}',
  '{a}',
  '[a: b]',
  '"a": b',
  '"a":b',
  'aGk=',
  'x'.repeat(1030),
];
const characters = [
  '\u00e9',
  '\u{1f600}',
  '\u00a0',
  '\ufeff',
  '\u0001',
  '\u007f',
  '\ufffe',
  '\\x41',
  '\\u00e9',
  '\\ud800',
];
const fragments = [...line, ...indicators, ...indicators, ...properties, ...scalars, ...scalars, ...characters];

export function* generateTexts(seed: number, count: number): Generator<string> {
  const random = createRandom(seed);
  for (let i = 0; i < count; i++) {
    const way = random.integer(10);
    yield way < 4
      ? mutate(random, random.pick(bases))
      : way < 7
        ? makeLines(random)
        : way < 9
          ? makeBlock(random, 3, 0)
          : makeFlow(random, 4);
  }
}

function makeLines(random: Random): string {
  const lines = Array.from({ length: 1 + random.integer(8) }, () => {
    const words = Array.from(
      { length: 1 + random.integer(6) },
      () => random.pick(fragments) + (random.chance(0.3) ? ' ' : ''),
    );
    return ' '.repeat(random.pick([0, 0, 0, 1, 2, 2, 4])) + words.join('');
  });
  return lines.join(random.pick(['\n', '\n', '\n', '\r\n', '\r']));
}

function mutate(random: Random, base: string): string {
  let text = base;
  for (let changes = 1 + random.integer(4); changes > 0; changes--) {
    const at = random.integer(text.length + 1);
    const lines = text.split('\n');
    const row = random.integer(lines.length);
    const chosen = lines[row] ?? '';
    switch (random.integer(8)) {
      case 0:
        text = text.slice(0, at) + random.pick(fragments) + text.slice(at);
        break;
      case 1:
        text = text.slice(0, at) + text.slice(at + 1 + random.integer(4));
        break;
      case 2:
        text = text.slice(0, at) + random.pick(fragments) + text.slice(at + 1 + random.integer(4));
        break;
      case 3:
        text = lines.toSpliced(row, 0, random.pick(lines)).join('\n');
        break;
      case 4:
        text = lines.with(row, ' '.repeat(random.integer(4)) + chosen).join('\n');
        break;
      case 5:
        text = lines.with(row, chosen.replace(/^ {1,2}/, '')).join('\n');
        break;
      case 6:
        text = lines
          .with(
            row,
            chosen.replace(/: .*$/, () => `: ${random.pick(fragments)}`),
          )
          .join('\n');
        break;
      default:
        text = text.slice(0, at);
    }
  }
  return text;
}

const anchors = ['a1', 'b2', 'c3'];
const values = [
  ...scalars.filter((scalar) => !/^[[{]|^x{9}|:/.test(scalar)),
  '"q"',
  "'s'",
  '!!str 1',
  '!!int "3"',
  '!!float 2',
  '!!binary gIE=',
  '!!null ~',
  '18446744073709551615',
  '16777217.0',
  '3.4e39',
  '"\\u0000"',
  "'<<'",
];

function makeFlow(random: Random, depth: number): string {
  const anchor = random.chance(0.25) ? `&${random.pick(anchors)} ` : '';
  if (depth <= 0 || random.chance(0.4)) {
    return random.chance(0.3) ? `*${random.pick(anchors)} ` : anchor + random.pick(values);
  }
  const items = Array.from({ length: random.integer(4) }, () => makeFlow(random, depth - 1));
  if (random.chance(0.5)) {
    return `${anchor}[${items.join(', ')}${random.chance(0.1) ? ',' : ''}]`;
  }
  return `${anchor}{${items.map((item) => `${makeKey(random, depth)}: ${item}`).join(', ')}}`;
}

function makeKey(random: Random, depth: number): string {
  switch (random.integer(12)) {
    case 0:
    case 1:
      return '<<';
    case 2:
      return `*${random.pick(anchors)} `;
    case 3:
      return `? ${makeFlow(random, depth - 1)} `;
    default:
      return random.pick(values);
  }
}

function makeBlock(random: Random, depth: number, indent: number): string {
  const margin = ' '.repeat(indent);
  const isMapping = random.chance(0.5);
  const rows = Array.from({ length: 1 + random.integer(4) }, (_, i) => {
    const nested = depth > 0 && random.chance(0.45);
    if (!isMapping) {
      return `${margin}- ${nested ? makeBlock(random, depth - 1, indent + 2).trimStart() : makeFlow(random, 2)}`;
    }
    const key = random.chance(0.2) ? '<<' : random.pick(['a', 'b', '1', 'on', `k${i}`]);
    const anchor = random.chance(0.3) ? ` &${random.pick(anchors)}` : '';
    const inner = nested
      ? `${anchor}\n${makeBlock(random, depth - 1, indent + random.pick([1, 2, 2]))}`
      : ` ${makeFlow(random, 2)}`;
    return `${margin}${key}:${inner}`;
  });
  const rest =
    indent === 0 && random.chance(0.1)
      ? `\n---\n${'x'.repeat(random.integer(900))}${random.pick(['\u0001', '', '\u007f'])}`
      : '';
  return rows.join('\n') + rest;
}
