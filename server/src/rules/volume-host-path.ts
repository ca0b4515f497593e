import { fixChoice } from '../validation/fix-choice';
import { tellVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Volumes of type `hostPath`. */
export const rule = defineRule({
  id: 'volume-host-path',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check: tellVolumes('volume-host-path'),
});
