import { fixChoice } from '../validation/fix-choice';
import { tellVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Volumes of type `image`. */
export const rule = defineRule({
  id: 'volume-image',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check: tellVolumes('volume-image'),
});
