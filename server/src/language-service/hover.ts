import type { Span } from '../manifest/value';
import { podTypeOf } from '../schema/facts';
import type { Analysis } from './check';
import { describeFacts, describeType } from './describe-field';
import { describeByText, type FieldTexts } from './field-text';
import { walkTo } from './type-walk';

export interface Hover extends Span {
  /** Markdown of ours; nothing from the document or from elsewhere stands in it unquoted. */
  readonly markdown: string;
}

/** What the Pod type, and Kubernetes' documentation, say of the field whose key is at the offset. */
export function hover({ parsed, target }: Analysis, offset: number, texts?: FieldTexts): Hover | undefined {
  if (parsed.root === undefined) {
    return undefined;
  }
  const podType = podTypeOf(target.minor);
  const stops = walkTo(parsed.root, offset, podType);
  const stop = stops.at(-1);
  const around = stops.at(-2)?.expected;
  const { field, keySpan } = stop ?? {};
  if (stop === undefined || field === undefined || keySpan === undefined || offset > keySpan.end) {
    return undefined;
  }
  const text =
    around?.kind === 'object'
      ? describeByText(texts, { owner: around.type, field: field.name, type: field.type })
      : undefined;
  const lines = [
    `\`${stop.path.replaceAll('`', "'")}\` — ${describeType(field, podType)}`,
    ...describeFacts(field, target.minor),
    ...(text === undefined ? [] : [text]),
  ];
  return { ...keySpan, markdown: lines.join('\n\n') };
}
