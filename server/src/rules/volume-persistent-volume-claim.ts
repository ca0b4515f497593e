import { tellVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Volumes of type `persistentVolumeClaim`; that a static Pod may have none is `reference-persistent-volume-claim`. */
export const rule = defineRule({
  id: 'volume-persistent-volume-claim',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check: tellVolumes('volume-persistent-volume-claim'),
});
