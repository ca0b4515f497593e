import { createHash } from 'node:crypto';
import { analyze } from '../../server/src/language-service/check';
import type { ErrorType, Finding, Target } from '../../server/src/rules/rule';
import { canonicalForm } from '../../server/src/schema/canonical';
import { kubeletMinor } from './machine';
import type { DesiredPod } from './pod-worker';

export type Verdict =
  | { readonly accepted: true; readonly desired: DesiredPod }
  /** `error`: what the kubelet writes behind `err=`. */
  | { readonly accepted: false; readonly error: string };

/** k8s.io/apimachinery/pkg/util/validation/field/errors.go, v0.37: ErrorType.String. */
const typeTexts: Readonly<Record<ErrorType, string>> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  FieldValueTypeInvalid: 'Invalid value',
  InternalError: 'Internal error',
};

/** What the simulated kubelet makes of a manifest: the verdict is the language service's, in the kubelet's form. */
export function judgeManifest(text: string, path: string, nodeName: string): Verdict {
  const target: Target = { minor: kubeletMinor, nodeName, source: 'file' };
  const { accepted, findings, decoded } = analyze(text, target);
  const decodedPod = decoded?.pods[0];
  if (!accepted || decodedPod === undefined) {
    return { accepted: false, error: describeRefusal(findings, path) };
  }
  const { pod } = decodedPod;
  const form = canonicalForm(decodedPod, kubeletMinor);
  const uid = pod.metadata?.uid;
  const hash =
    uid === undefined || uid === '' ? createHash('md5').update(`${nodeName}\n${path}\n${form}`).digest('hex') : uid;
  return {
    accepted: true,
    desired: {
      pod,
      path,
      hash,
      name: pod.metadata?.name ?? '',
      namespace: pod.metadata?.namespace ?? 'default',
      seen: new Date().toISOString(),
    },
  };
}

function describeRefusal(findings: readonly Finding[], path: string): string {
  // The kubelet's sentences end without a full stop, and its readers add their own.
  const errors = findings.flatMap(({ kubelet, message }) =>
    kubelet === undefined ? [] : [{ ...kubelet, message: message.replace(/\.$/, '') }],
  );
  const [first] = errors;
  switch (first?.stage) {
    case 'validate': {
      const list = errors.map(
        ({ field, type, message }) => `${field ?? ''}: ${typeTexts[type ?? 'InternalError']}: ${message}`,
      );
      return `invalid pod: [${list.join(' ')}]`;
    }
    case 'reference':
    case 'name':
      return first.message;
    case 'yaml':
    case 'decode':
    case 'kind':
    case undefined:
      return `${path}: couldn't parse as pod(${first?.message ?? 'it holds no Pod'}), please check config file`;
  }
}
