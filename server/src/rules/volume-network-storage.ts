import { tellVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Volumes of network file systems and block storage: nfs, iscsi, rbd and their like. */
export const rule = defineRule({
  id: 'volume-network-storage',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check: tellVolumes('volume-network-storage'),
});
