import { tellVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Volumes of type `ephemeral`; that a static Pod may have none is `reference-ephemeral-volume`. */
export const rule = defineRule({
  id: 'volume-ephemeral',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check: tellVolumes('volume-ephemeral'),
});
