import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { analyze } from '../../../server/src/language-service/check';
import { draftDaemonSet } from '../../../server/src/language-service/daemon-set';

function draft(text: string): string | undefined {
  return draftDaemonSet(analyze(text, { minor: 37, nodeName: 'node-a', source: 'file' }))?.text;
}

describe('a DaemonSet of a static Pod', () => {
  test('has the Pod as its template, without what a template may not say', () => {
    const pod = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: edge
  annotations: {note: "on"}
spec:
  nodeName: node-a
  restartPolicy: OnFailure
  containers:
    - name: web
      image: nginx
      args: ["-c", "017"]
`;
    assert.equal(
      draft(pod),
      `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: web
  namespace: edge
  labels:
    app.kubernetes.io/name: web
spec:
  selector:
    matchLabels:
      app.kubernetes.io/name: web
  template:
    metadata:
      labels:
        app.kubernetes.io/name: web
      annotations:
        note: "on"
    spec:
      containers:
        - name: web
          image: nginx
          args:
            - "-c"
            - "017"
      tolerations:
        - operator: Exists
`,
    );
  });

  test('keeps labels and tolerations of its own', () => {
    const pod = `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "labels": {"app": "x"}},
      "spec": {"tolerations": [{"key": "k", "operator": "Exists"}], "containers": [{"name": "c", "image": "i"}]}}`;
    const text = draft(pod) ?? '';
    assert.match(text, /matchLabels:\n {6}app: x\n/);
    assert.match(text, /tolerations:\n +- key: k\n +operator: Exists\n$/);
  });

  test('is not made of what a kubelet refuses, or of what is no Pod', () => {
    assert.equal(draft('kind: Pod\n'), undefined);
    assert.equal(draft('apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a}\n'), undefined);
    assert.equal(
      draft('apiVersion: v1\nkind: Pod\nmetadata: {name: A}\nspec: {containers: [{name: c, image: i}]}\n'),
      undefined,
    );
  });
});
