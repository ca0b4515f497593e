import { tellVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Volumes of type `downwardAPI`. */
export const rule = defineRule({
  id: 'volume-downward-api',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check: tellVolumes('volume-downward-api'),
});
