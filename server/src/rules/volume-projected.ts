import { reportForbidden } from '../validation/report';
import { tellVolumes } from '../validation/volumes';
import { defineRule } from './rule';

const tellProjected = tellVolumes('volume-projected');

/** Volumes of type `projected`, and tokens in them without a ServiceAccount (`validatePodMetadataAndSpec`). */
export const rule = defineRule({
  id: 'volume-projected',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check(context) {
    tellProjected(context);
    const { volumes, serviceAccountName = '' } = context.pod.spec ?? {};
    if (serviceAccountName !== '') {
      return;
    }
    volumes?.forEach(({ projected }, position) => {
      projected?.sources?.forEach(({ serviceAccountToken }, item) => {
        if (serviceAccountToken !== undefined) {
          const path = `spec.volumes[${position}].projected.sources[${item}].serviceAccountToken`;
          reportForbidden(
            context.report,
            path,
            'without `spec.serviceAccountName`, which a static Pod has none of; remove it',
          );
        }
      });
    });
  },
});
