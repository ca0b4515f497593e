import { expectFindings, podWith } from '../../support/rule-test';

const policy = 'imagePullPolicy: IfNotPresent';
const withImage = (image: string): string => podWith({ container: policy }).replace('nginx:1.29.3', image);

expectFindings('latest', 'image-tag', withImage('nginx:latest'), ['spec.containers[0].image: nginx:latest']);
expectFindings('no tag', 'image-tag', withImage('registry:5000/nginx'), [
  'spec.containers[0].image: registry:5000/nginx',
]);
expectFindings('a version', 'image-tag', withImage('nginx:1.29.3'), []);
expectFindings('a digest', 'image-tag', withImage(`nginx@sha256:${'0'.repeat(64)}`), []);
expectFindings('pulled always', 'image-tag', podWith({}).replace('nginx:1.29.3', 'nginx'), []);
