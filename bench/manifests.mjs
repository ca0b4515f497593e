// Manifests of any size, alike from run to run: control plane containers with all that such have.

const header = `apiVersion: v1
kind: Pod
metadata:
  name: control-plane
  namespace: kube-system
  labels:
    app.kubernetes.io/name: control-plane
spec:
  hostNetwork: true
  priorityClassName: system-node-critical
  volumes:
  - name: certificates
    hostPath:
      path: /etc/kubernetes/pki
      type: DirectoryOrCreate
  containers:
`;

function container(number) {
  return `  - name: component-${number}
    image: registry.example/component:v1.37.${number % 10}
    imagePullPolicy: IfNotPresent
    command:
    - component
    - --bind-address=127.0.0.1
    - --client-ca-file=/etc/kubernetes/pki/ca.crt
    - --leader-elect=true
    env:
    - name: LEVEL
      value: "${number % 5}"
    - name: NODE
      valueFrom:
        fieldRef:
          fieldPath: spec.nodeName
    livenessProbe:
      httpGet:
        host: 127.0.0.1
        path: /healthz
        port: ${10000 + (number % 50000)}
        scheme: HTTPS
      initialDelaySeconds: 10
      timeoutSeconds: 15
    resources:
      requests:
        cpu: 100m
        memory: 64Mi
    # Certificates are renewed from outside.
    volumeMounts:
    - name: certificates
      mountPath: /etc/kubernetes/pki
      readOnly: true
`;
}

export function manifestOfContainers(count) {
  let text = header;
  for (let number = 0; number < count; number++) {
    text += container(number);
  }
  return text;
}

/** With whole containers, as many as fit. */
export function manifestOfLines(lines) {
  const per = container(0).split('\n').length - 1;
  const count = Math.floor((lines - (header.split('\n').length - 1)) / per);
  const text = manifestOfContainers(count);
  const missing = lines - (text.split('\n').length - 1);
  return text + Array.from({ length: missing }, (_, i) => `    # line ${i}\n`).join('');
}

/** At least this many bytes; most of them in a few hundred containers' environments, as generated manifests have it. */
export function manifestOfBytes(bytes) {
  let text = header;
  for (let number = 0; text.length < bytes; number++) {
    text += container(number);
    text += '    args:\n';
    for (let line = 0; line < 100; line++) {
      text += `    - --option-${line}=${'value'.repeat(4)}\n`;
    }
  }
  return text;
}

const bombHead = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: bomb\n';
const podTail = 'spec:\n  containers:\n  - name: a\n    image: a\n';

/** Name and text of manifests that expand to far more than they are. */
export function aliasBombs() {
  const tenTimes = (name) => Array.from({ length: 10 }, () => `*${name}`).join(', ');
  const names = [...'abcdefghij'];
  const lists = names.slice(1).map((name, i) => `${name}: &${name} [${tenTimes(names[i])}]\n`);
  const maps = names
    .slice(1)
    .map((name, i) => `${name}: &${name} {${names.map((key) => `${key}: *${names[i]}`).join(', ')}}\n`);
  const merges = names.slice(1).map((name, i) => `${name}: &${name}\n  <<: [${tenTimes(names[i])}]\n  ${name}0: 1\n`);
  const wide = `wide: &wide [${'x, '.repeat(5000)}x]\nmany:\n${'- *wide\n'.repeat(5000)}`;
  const chain = Array.from({ length: 5000 }, (_, i) => `c${i + 1}: &c${i + 1} [*c${i}]\n`).join('');
  const doubling = Array.from({ length: 60 }, (_, i) => `d${i + 1}: &d${i + 1} [*d${i}, *d${i}]\n`).join('');
  const inside = `  annotations: &n0 {a: b}\n${podTail}  volumes: &v\n  - name: v\n    projected:\n      sources: &s\n${'      - *v\n'.repeat(3000)}`;
  return [
    ['lists, ten in ten, ten times over', `a: &a [${'x, '.repeat(9)}x]\n${lists.join('')}${bombHead}${podTail}`],
    ['mappings, ten in ten, ten times over', `a: &a {x: y}\n${maps.join('')}${bombHead}${podTail}`],
    ['merge keys, ten in ten, ten times over', `a: &a {x: y}\n${merges.join('')}${bombHead}${podTail}`],
    ['5,000 aliases of a list of 5,000', `${wide}${bombHead}${podTail}`],
    ['a chain of 5,000 aliases', `c0: &c0 [x]\n${chain}${bombHead}${podTail}`],
    ['doubled 60 times', `d0: &d0 [x]\n${doubling}${bombHead}${podTail}`],
    ['aliases of what is still open', `${bombHead}${inside}`],
  ];
}

/** Name and text of manifests that are nested this deep. */
export function deepManifests(levels) {
  const flow = (open, inner, close) =>
    `${bombHead}deep: ${open.repeat(levels)}${inner}${close.repeat(levels)}\n${podTail}`;
  const block = Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
  const json = (open, inner, close) =>
    `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"deep"},"deep":${open.repeat(levels)}${inner}${close.repeat(levels)}}`;
  return [
    ['YAML, lists in brackets', flow('[', '', ']')],
    ['YAML, mappings in braces', flow('{a: ', '', '}')],
    ['YAML, lists on one line', `${bombHead}deep:\n${'- '.repeat(levels)}a\n${podTail}`],
    ['YAML, an indented block', `${bombHead}deep:\n${block.replace(/^/gm, ' ')}\n${podTail}`],
    ['JSON, arrays', json('[', '', ']')],
    ['JSON, objects', json('{"a":', '1', '}')],
    ['JSON, arrays that never end', `{"deep":${'['.repeat(levels)}`],
    ['YAML, brackets that never end', `deep: ${'['.repeat(levels)}`],
  ];
}
