import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createTestService, newest, podWith } from '../../support/rule-test';

const service = createTestService();

function judge(text: string, path = '/srv/manifests/x.yaml') {
  const { classification, findings } = service.judge(text, { path, treatAsStaticPod: false }, newest);
  return { as: classification.as, rules: findings.map((finding) => finding.rule) };
}

it('makes one remark on a Jinja template', () => {
  const text = podWith({ metadata: 'labels: {a: {{ label }}}', after: '{% if x %}\n{% endif %}' });
  assert.deepEqual(judge(text), { as: 'template', rules: ['template'] });
});

it('makes one remark on a Go template', () => {
  assert.deepEqual(judge(podWith({}).replace('nginx:1.29.3', '{{ .Values.image }}')), {
    as: 'template',
    rules: ['template'],
  });
});

it('takes braces in a script for what they are', () => {
  const text = podWith({ container: 'args: ["docker inspect -f {{.State}}"]' });
  assert.deepEqual(judge(text), { as: 'static-pod', rules: [] });
});

it("is strict in the kubelet's own folder", () => {
  const text = podWith({}).replace('nginx:1.29.3', '{{ image }}');
  assert.equal(judge(text, '/etc/kubernetes/manifests/x.yaml').as, 'static-pod');
});
