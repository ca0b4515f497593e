import { tellVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Volumes of type `csi`; that a static Pod may have none is `reference-csi-volume`. */
export const rule = defineRule({
  id: 'volume-csi',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check: tellVolumes('volume-csi'),
});
