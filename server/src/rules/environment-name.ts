import { environmentNameProblem } from '../validation/names';
import { reportProblem, reportRequired } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

/** pkg/apis/core/validation/validation.go (v1.37), `ValidateEnv` and `ValidateEnvFrom`; strict before 1.35. */
export const rule = defineRule({
  id: 'environment-name',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, target, report }) {
    visitContainers(pod.spec, ({ env, envFrom }, path) => {
      env?.forEach(({ name = '' }, position) => {
        const namePath = `${path}.env[${position}].name`;
        if (name === '') {
          reportRequired(report, namePath, 'Name the variable.');
        } else {
          reportProblem(report, namePath, environmentNameProblem(name, target.minor));
        }
      });
      envFrom?.forEach(({ prefix = '' }, position) => {
        if (prefix !== '') {
          reportProblem(report, `${path}.envFrom[${position}].prefix`, environmentNameProblem(prefix, target.minor));
        }
      });
    });
  },
});
