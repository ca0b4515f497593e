import { tellVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Names of volumes: there, DNS labels, each once. */
export const rule = defineRule({
  id: 'volume-name',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check: tellVolumes('volume-name'),
});
