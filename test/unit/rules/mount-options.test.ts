import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('mount-options', {
  'from the node': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a, mountPropagation: HostToContainer }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
  ],
  'to the node': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a, mountPropagation: Bidirectional }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    'Forbidden spec.containers[0].volumeMounts.mountPropagation',
  ],
  'to the node, privileged': [
    podWith({
      container: `volumeMounts: [{ name: v, mountPath: /a, mountPropagation: Bidirectional }]
securityContext: { privileged: true }`,
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
  ],
  'a propagation that is none': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a, mountPropagation: Shared }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    'NotSupported spec.containers[0].volumeMounts.mountPropagation',
  ],
  'read-only all the way down': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a, recursiveReadOnly: Enabled, readOnly: true }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
  ],
  'read-only down below only': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a, recursiveReadOnly: IfPossible }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    'Forbidden spec.containers[0].volumeMounts.recursiveReadOnly',
  ],
  'read-only with mounts from the node': [
    podWith({
      container:
        'volumeMounts: [{ name: v, mountPath: /a, recursiveReadOnly: Enabled, readOnly: true, mountPropagation: HostToContainer }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    'Forbidden spec.containers[0].volumeMounts.recursiveReadOnly',
  ],
  'not read-only down below': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a, recursiveReadOnly: Disabled }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
  ],
  'a recursion that is none': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a, recursiveReadOnly: Maybe }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    'NotSupported spec.containers[0].volumeMounts.recursiveReadOnly',
  ],
  options: [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a, bindMountOptions: [noexec, nodev, nosuid] }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
  ],
  'an option twice': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a, bindMountOptions: [noexec, noexec] }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    { 37: ['Duplicate spec.containers[0].volumeMounts[0].bindMountOptions[1]'] },
  ],
  'an option that is none': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a, bindMountOptions: [ro] }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    { 37: ['NotSupported spec.containers[0].volumeMounts[0].bindMountOptions[0]'] },
  ],
  'options of an image': [
    podWith({
      container: 'volumeMounts: [{ name: img, mountPath: /a, bindMountOptions: [noexec] }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    { 37: ['Invalid spec.containers[0].volumeMounts[0].bindMountOptions'] },
  ],
});
