import { trimSpace } from '../validation/names';
import { reportInvalid, reportRequired } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

/**
 * pkg/apis/core/validation/validation.go (v1.37), `validateContainerCommon` and `validateContainerOnlyForPod`. Whether
 * the text is an image's name is not asked here: the runtime finds out when it pulls.
 */
export const rule = defineRule({
  id: 'container-image',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    visitContainers(pod.spec, ({ image = '' }, path) => {
      if (image === '') {
        reportRequired(report, `${path}.image`, 'Name the image to run.');
      } else if (trimSpace(image).length !== image.length) {
        reportInvalid(report, `${path}.image`, 'has white space around it; remove that');
      }
    });
  },
});
