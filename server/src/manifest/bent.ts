import type { Resolved } from './resolve';

const core: readonly [RegExp, (text: string) => string][] = [
  [/^(?:null|Null|NULL|~|)$/, () => 'null'],
  [/^(?:true|True|TRUE)$/, () => 'true'],
  [/^(?:false|False|FALSE)$/, () => 'false'],
  [/^0o[0-7]+$/, (text) => String(Number(text))],
  [/^0x[0-9a-fA-F]+$/, (text) => String(Number(text))],
  [/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/, (text) => String(Number(text))],
  [/^[-+]?\.(?:inf|Inf|INF)$/, (text) => (text.startsWith('-') ? '-Inf' : '+Inf')],
  [/^\.(?:nan|NaN|NAN)$/, () => 'NaN'],
];

/** Whether a reader who knows YAML 1.2's core schema takes a plain scalar for something else than the kubelet does. */
export function isBent(text: string, resolved: Resolved): boolean {
  if (isPlain(text, resolved)) {
    return false;
  }
  const rule = core.find(([pattern]) => pattern.test(text));
  if (rule === undefined) {
    return resolved.type !== 'string';
  }
  const expected = rule[1](text);
  switch (resolved.type) {
    case 'null':
      return expected !== 'null';
    case 'bool':
      return expected !== String(resolved.value);
    case 'string':
      return true;
    case 'int':
    case 'float':
      return expected !== resolved.json && String(Number(resolved.json)) !== expected;
  }
}

/** Most scalars are written as JSON has them, which every version of YAML reads alike. */
function isPlain(text: string, resolved: Resolved): boolean {
  switch (resolved.type) {
    case 'null':
      return text === 'null' || text === '';
    case 'bool':
      return text === 'true' || text === 'false';
    case 'int':
      return text === resolved.json;
    case 'float':
    case 'string':
      return false;
  }
}
