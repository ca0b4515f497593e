import { tellVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Volumes of type `configMap`; that a static Pod may have none is `reference-config-map`. */
export const rule = defineRule({
  id: 'volume-config-map',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check: tellVolumes('volume-config-map'),
});
