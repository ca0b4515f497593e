import { tellVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Volumes of type `secret`; that a static Pod may have none is `reference-secret`. */
export const rule = defineRule({
  id: 'volume-secret',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check: tellVolumes('volume-secret'),
});
