import { refuses } from '../../support/validation-test';

refuses('volume-persistent-volume-claim', 'no claim', { spec: 'volumes: [{name: stuff, persistentVolumeClaim: {}}]' }, [
  'FieldValueRequired spec.volumes[0].persistentVolumeClaim.claimName',
]);
refuses(
  'volume-persistent-volume-claim',
  'its own claim',
  {
    spec: 'volumes: [{name: a, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadOnlyMany], resources: {requests: {storage: 1Gi}}}}}}, {name: b, persistentVolumeClaim: {claimName: web-my-node1-a}}]',
  },
  ['FieldValueInvalid spec.volumes[1].persistentVolumeClaim.claimName'],
);
