import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPathMatcher } from '../../../server/src/language-service/classify';
import { createTestService, newest, podWith } from '../../support/rule-test';

const service = createTestService();

function classify(path: string, text: string, treatAsStaticPod = false): string {
  return service.judge(text, { path, treatAsStaticPod }, newest).classification.as;
}

describe('which files are static Pod manifests', () => {
  for (const path of [
    '/srv/manifests/web.yaml',
    '/srv/manifests/deep/er/web',
    '/srv/static-pods/web.yml',
    '/srv/web.static-pod.json',
    '/srv/web.manifest',
    '/etc/kubernetes/manifests/etcd.yaml',
    '/mnt/root/etc/kubernetes/manifests/.hidden/etcd.yaml',
  ]) {
    it(path, () => {
      assert.equal(classify(path, podWith({})), 'static-pod');
    });
  }

  it('not an ordinary Pod elsewhere, unless the user says so', () => {
    assert.equal(classify('/srv/app/pod.yaml', podWith({})), 'not-ours');
    assert.equal(classify('/srv/app/pod.yaml', podWith({}), true), 'static-pod');
  });

  it('not another object in a folder of manifests', () => {
    assert.equal(classify('/srv/manifests/a.yaml', 'kind: Deployment\napiVersion: apps/v1\n'), 'other-kind');
    assert.equal(classify('/srv/manifests/a.yaml', 'some: thing\n'), 'not-ours');
    assert.equal(classify('/srv/manifests/a.yaml', ''), 'not-ours');
  });

  it("anything in the kubelet's own folder", () => {
    assert.equal(classify('/etc/kubernetes/manifests/a.yaml', 'kind: Deployment\napiVersion: apps/v1\n'), 'static-pod');
  });

  it('a Pod that is broken before its kind is reached', () => {
    assert.equal(classify('/srv/manifests/a.yaml', 'metadata: {name: [}\nkind: Pod\napiVersion: v1\n'), 'static-pod');
  });

  it('leaves out what the settings exclude', () => {
    const { match } = createPathMatcher({ include: ['**/*.yaml'], exclude: ['**/charts/**'] });
    assert.equal(match('/srv/charts/a.yaml'), undefined);
    assert.equal(match('/srv/a.yaml'), 'include');
  });
});
