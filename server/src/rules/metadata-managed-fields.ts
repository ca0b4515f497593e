import { byteLength } from '../validation/names';
import { reportChoice, reportInvalid, reportTooLong } from '../validation/report';
import { defineRule } from './rule';

const operations = ['Apply', 'Update'];
/** Go's unicode.IsPrint is true of all the others. */
const unprintable = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

/** apimachinery pkg/apis/meta/v1/validation/validation.go, v0.31 to v0.37, `ValidateManagedFields`. */
export const rule = defineRule({
  id: 'metadata-managed-fields',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, target, report }) {
    pod.metadata?.managedFields?.forEach((entry, position) => {
      const path = `metadata.managedFields[${position}]`;
      const { fieldsType = '', manager = '', operation = '', subresource = '' } = entry;
      if (target.minor >= 37) {
        reportChoice(report, `${path}.operation`, operation, operations);
      } else if (!operations.includes(operation)) {
        reportInvalid(
          report,
          `${path}.operation`,
          'must be `Apply` or `Update`; the API server writes it: remove `managedFields`',
        );
      }
      if (fieldsType !== '' && fieldsType !== 'FieldsV1') {
        reportInvalid(
          report,
          `${path}.fieldsType`,
          'must be `FieldsV1`; the API server writes it: remove `managedFields`',
        );
      }
      if (byteLength(manager) > 128) {
        reportTooLong(report, `${path}.manager`, 128, 'bytes');
      }
      if (unprintable.test(manager)) {
        reportInvalid(report, `${path}.manager`, 'holds a character that can not be printed; remove it');
      }
      if (byteLength(subresource) > 256) {
        reportTooLong(report, `${path}.subresource`, 256, 'bytes');
      }
    });
  },
});
