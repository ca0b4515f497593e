import { expectErrors } from '../../support/expect-errors';

/** The containers, init containers and ephemeral containers of a Pod, as flow sequences. */
function podOf(containers: string, initContainers = '[]', ephemeralContainers = '[]'): string {
  return `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: ${containers}, initContainers: ${initContainers}, ephemeralContainers: ${ephemeralContainers} }
`;
}

expectErrors('container-name', {
  'different names': [podOf('[{ name: a }, { name: b }]', '[{ name: c }]')],
  none: [podOf('[{ image: x }]'), 'Required spec.containers[0].name'],
  empty: [podOf('[{ name: "" }]'), 'Required spec.containers[0].name'],
  capitals: [podOf('[{ name: Web }]'), 'Invalid spec.containers[0].name'],
  'a dot': [podOf('[{ name: web.1 }]'), 'Invalid spec.containers[0].name'],
  '63 characters': [podOf(`[{ name: ${'a'.repeat(63)} }]`)],
  '64 characters': [podOf(`[{ name: ${'a'.repeat(64)} }]`), 'Invalid spec.containers[0].name'],
  twice: [podOf('[{ name: a }, { name: a }]'), 'Duplicate spec.containers[1].name'],
  'two without a name': [
    podOf('[{}, {}]'),
    'Required spec.containers[0].name',
    'Required spec.containers[1].name',
    'Duplicate spec.containers[1].name',
  ],
  "an init container with a container's name": [
    podOf('[{ name: a }]', '[{ name: a }]'),
    'Duplicate spec.initContainers[0].name',
  ],
  'two init containers without a name': [
    podOf('[{ name: a }]', '[{}, {}]'),
    'Required spec.initContainers[0].name',
    'Required spec.initContainers[1].name',
  ],
  'an init container without a name beside a container without one': [
    podOf('[{}]', '[{}]'),
    'Required spec.containers[0].name',
    'Required spec.initContainers[0].name',
    'Duplicate spec.initContainers[0].name',
  ],
  'an ephemeral container with a name that is taken': [
    podOf('[{ name: a }]', '[{ name: b }]', '[{ name: b }]'),
    'Duplicate spec.ephemeralContainers[0].name',
  ],
  'an ephemeral container for a container that is there': [
    podOf('[{ name: a }]', '[]', '[{ name: b, targetContainerName: a }]'),
  ],
  'an ephemeral container for one that is not': [
    podOf('[{ name: a }]', '[]', '[{ name: b, targetContainerName: b }]'),
    'NotFound spec.ephemeralContainers[0].targetContainerName',
  ],
});
