import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createTestService, applyEdits, newest } from '../../support/rule-test';

const service = createTestService();
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: nginx:1.29.3
          # A comment stays.
          args:
            - |
              two
                lines
`;

function judge(text: string, path: string) {
  return service.judge(text, { path, treatAsStaticPod: false }, newest);
}

it('hints at most, and only in a folder of manifests', () => {
  const { findings } = judge(deployment, '/srv/manifests/web.yaml');
  assert.deepEqual(
    findings.map(({ rule, severity }) => ({ rule, severity })),
    [{ rule: 'workload-kind', severity: 'hint' }],
  );
  assert.deepEqual(judge(deployment, '/srv/elsewhere/web.yaml').findings, []);
});

it('leaves other objects alone', () => {
  assert.deepEqual(
    judge('apiVersion: v1\nkind: Service\nmetadata: {name: web}\n', '/srv/manifests/web.yaml').findings,
    [],
  );
});

it('converts to a Pod that the kubelet runs', () => {
  const { analysis, findings } = judge(deployment, '/srv/manifests/web.yaml');
  const [fix] = service.fixesOf(analysis, findings[0]!);
  const converted = applyEdits(deployment, fix!.edits);
  assert.equal(
    converted,
    `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: web
      image: nginx:1.29.3
      # A comment stays.
      args:
        - |
          two
            lines
`,
  );
  assert.deepEqual(service.check(converted, newest), { accepted: true, findings: [] });
});
