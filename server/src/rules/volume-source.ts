import { tellVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Each volume has one source. */
export const rule = defineRule({
  id: 'volume-source',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check: tellVolumes('volume-source'),
});
