import { holdsIn, type FieldFact, type PodType } from '../schema/facts';

const leafWords: Readonly<Record<string, string>> = {
  string: 'text',
  bool: 'true or false',
  int32: 'whole number',
  int64: 'whole number',
  float64: 'number',
  quantity: 'quantity, such as 500m or 128Mi',
  intOrString: 'number or name',
  time: 'time, such as 2026-01-31T12:00:00Z',
  microTime: 'time with microseconds',
  duration: 'duration, such as 90s',
  bytes: 'base64 text',
  raw: 'anything',
};

/** `list of Container`, `text: Always, IfNotPresent or Never`, … for people. */
export function describeType(field: FieldFact, podType: PodType): string {
  const constants = field.named === undefined ? undefined : podType.constants(field.named);
  const values = constants === undefined || constants.values.length === 0 ? '' : `: ${constants.values.join(', ')}`;
  const element = (leafWords[field.type] ?? field.type) + values;
  if (field.shape === 'list') {
    return `list of ${element}`;
  }
  return field.shape === 'map' ? `map of names to ${element}` : element;
}

/** What is known of a field beside its type, as sentences. */
export function describeFacts(field: FieldFact, minor: number): string[] {
  const facts: string[] = [];
  if (field.required === true) {
    facts.push('Required.');
  }
  if (field.default !== undefined) {
    facts.push(`Default: \`${String(field.default)}\`.`);
  }
  if (field.since !== undefined) {
    facts.push(
      holdsIn(field, minor)
        ? `Since Kubernetes 1.${field.since}.`
        : `Since Kubernetes 1.${field.since}: the kubelet of 1.${minor} drops it.`,
    );
  }
  if (field.until !== undefined) {
    facts.push(`Until Kubernetes 1.${field.until}.`);
  }
  if (field.deprecated === true) {
    facts.push('Deprecated.');
  }
  if (field.gate !== undefined) {
    facts.push(`Behind the feature gate ${field.gate}.`);
  }
  return facts;
}
