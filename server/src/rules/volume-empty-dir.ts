import { tellVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Volumes of type `emptyDir`. */
export const rule = defineRule({
  id: 'volume-empty-dir',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check: tellVolumes('volume-empty-dir'),
});
