import { tellVolumes } from '../validation/volumes';
import { defineRule } from './rule';

/** Volumes of a cloud's disks: awsElasticBlockStore, azureDisk and their like. */
export const rule = defineRule({
  id: 'volume-cloud-disk',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check: tellVolumes('volume-cloud-disk'),
});
