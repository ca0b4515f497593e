import { expectFindings, podWith } from '../../support/rule-test';

/* Kubernetes blames a list for its item, or misspells a field: the finding is on what is wrong all the same. */

expectFindings('a label', 'metadata-labels', podWith({ metadata: 'labels:\n  app: web\n  "a b": c' }), [
  'metadata.labels[a b]: c',
]);
expectFindings('a finalizer', 'metadata-finalizers', podWith({ metadata: "finalizers: [kubernetes, 'a b/c']" }), [
  "metadata.finalizers[1]: 'a b/c'",
]);
expectFindings(
  'an annotation with a profile',
  'annotation-seccomp',
  podWith({ metadata: 'annotations:\n  seccomp.security.alpha.kubernetes.io/pod: none' }),
  ['metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: none'],
);
expectFindings(
  'a file of the downward API',
  'volume-downward-api',
  podWith({
    spec: 'volumes: [{name: v, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.name}}, {path: /b, fieldRef: {fieldPath: spec.x}}]}}]',
  }),
  ['spec.volumes[0].downwardAPI.items[1].path: /b', 'spec.volumes[0].downwardAPI.items[1].fieldRef.fieldPath: spec.x'],
);
expectFindings(
  'a path that is there twice',
  'volume-projected',
  podWith({
    spec: 'volumes: [{name: v, projected: {sources: [{downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.name}}, {path: a, fieldRef: {fieldPath: metadata.uid}}]}}]}}]',
  }),
  ['spec.volumes[0].projected.sources[0].downwardAPI.items[1].path: a'],
);
expectFindings(
  "a disk of Google's cloud",
  'volume-cloud-disk',
  podWith({ spec: 'volumes: [{name: v, gcePersistentDisk: {pdName: d, partition: 256}}]' }),
  ['spec.volumes[0].gcePersistentDisk.partition: 256'],
);
expectFindings(
  'a second source',
  'volume-source',
  podWith({ spec: 'volumes: [{name: v, emptyDir: {}, cephfs: {}}]' }),
  ['spec.volumes[0].cephfs: cephfs'],
);
expectFindings("a toleration's value", 'tolerations', podWith({ spec: 'tolerations: [{key: a, value: b c}]' }), [
  'spec.tolerations[0].value: b c',
]);
expectFindings('an operating system', 'operating-system', podWith({ spec: 'os: {name: Linux}' }), [
  'spec.os.name: Linux',
]);
expectFindings('processes of the node', 'host-users', podWith({ spec: 'hostUsers: false\nhostPID: true' }), [
  'spec.hostPID: true',
]);
expectFindings('scheduling gates', 'node-name', podWith({ spec: 'schedulingGates: [{name: a}]' }), [
  'spec.schedulingGates: schedulingGates',
]);
expectFindings('overhead', 'overhead', podWith({ spec: "overhead: {cpu: '-1'}" }), ["spec.overhead[cpu]: '-1'"]);
expectFindings(
  'a namespace of a term',
  'pod-affinity',
  podWith({
    spec: 'affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: z, namespaces: [a, B]}]}}',
  }),
  ['spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespaces[1]: B'],
);
