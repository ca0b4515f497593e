import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('volume-device', {
  'a claim': [
    podWith({
      container: 'volumeDevices: [{ name: d, devicePath: /dev/a }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: d, persistentVolumeClaim: { claimName: a } }]',
    }),
  ],
  'a volume that is no claim': [
    podWith({
      container: 'volumeDevices: [{ name: v, devicePath: /dev/a }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: d, persistentVolumeClaim: { claimName: a } }]',
    }),
    'Invalid spec.containers[0].volumeDevices[0].name',
  ],
  nothing: [
    podWith({
      container: 'volumeDevices: [{}]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: d, persistentVolumeClaim: { claimName: a } }]',
    }),
    'Required spec.containers[0].volumeDevices[0].name',
    'NotFound spec.containers[0].volumeDevices[0].name',
    'Required spec.containers[0].volumeDevices[0].devicePath',
  ],
  'one claim twice': [
    podWith({
      container: 'volumeDevices: [{ name: d, devicePath: /dev/a }, { name: d, devicePath: /dev/b }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: d, persistentVolumeClaim: { claimName: a } }]',
    }),
    'Invalid spec.containers[0].volumeDevices[1].name',
  ],
  'one path twice': [
    podWith({
      container: 'volumeDevices: [{ name: d, devicePath: /dev/a }, { name: d, devicePath: /dev/a }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: d, persistentVolumeClaim: { claimName: a } }]',
    }),
    'Invalid spec.containers[0].volumeDevices[1].name',
    'Invalid spec.containers[0].volumeDevices[1].devicePath',
  ],
  'a path that climbs': [
    podWith({
      container: 'volumeDevices: [{ name: d, devicePath: /dev/../a }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: d, persistentVolumeClaim: { claimName: a } }]',
    }),
    'Invalid spec.containers[0].volumeDevices[0].devicePath',
  ],
  'a user namespace': [
    podWith({
      container: 'volumeDevices: [{ name: d, devicePath: /dev/a }]',
      spec: `volumes: [{ name: v, emptyDir: {} }, { name: d, persistentVolumeClaim: { claimName: a } }]
hostUsers: false`,
    }),
    { 34: ['Forbidden spec.containers[0].volumeDevices'] },
  ],
  'a mount too': [
    podWith({
      container: `volumeMounts: [{ name: d, mountPath: /dev/a }]
volumeDevices: [{ name: d, devicePath: /dev/a }]`,
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: d, persistentVolumeClaim: { claimName: a } }]',
    }),
    'Invalid spec.containers[0].volumeDevices[0].name',
    'Invalid spec.containers[0].volumeDevices[0].devicePath',
  ],
});
