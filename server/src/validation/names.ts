import { isGateTold } from './gates';

/**
 * The formats of names, keys, ports and paths that Pod validation asks for: apimachinery's
 * pkg/util/validation/validation.go and pkg/api/validate/content, v0.31 to v0.37, which agree on all of these.
 *
 * Each `…Problem` function takes one value and returns undefined where it is fine, else what is wrong and what to
 * do, as a clause without the field's name: "may hold … only; rename it". One problem is enough: Kubernetes may list
 * several for one value, all with one type and field.
 */

/** Go counts bytes of UTF-8 where it limits a length. */
export function byteLength(text: string): number {
  let length = text.length;
  for (let position = 0; position < text.length; position++) {
    const unit = text.charCodeAt(position);
    if (unit >= 0x80) {
      // A surrogate pair is four bytes: three for one half, one for the other's own unit counted above.
      length += unit < 0x800 ? 1 : unit >= 0xd800 && unit < 0xe000 ? 1 : 2;
    }
  }
  return length;
}

function isSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  return (
    unit === 0x85 ||
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

/** Go's strings.TrimSpace: takes off U+0085, which JavaScript's trim leaves, and leaves U+FEFF, which that takes off. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

const dns1123Label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const dns1123Subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const dns1123SubdomainWithUnderscore = /^_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?(?:\._?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?)*$/;
const labelName = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const configMapKey = /^[-._a-zA-Z0-9]+$/;
const environmentName = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const relaxedEnvironmentName = /^[ -<>-~]+$/;
const httpHeaderName = /^[-A-Za-z0-9]+$/;
const portName = /^(?=.*[a-z])(?!.*--)[a-z0-9](?:[-a-z0-9]{0,13}[a-z0-9])?$/;

function tooLong(limit: number): string {
  return `is longer than ${limit} characters; shorten it`;
}

/** `web-1`: lower case letters, digits and `-`, 63 at most. */
export function dns1123LabelProblem(value: string): string | undefined {
  if (value.length <= 63 && dns1123Label.test(value)) return undefined;
  if (value.length > 63) return tooLong(63);
  if (dns1123Subdomain.test(value)) return "may not hold dots; use '-' instead";
  return "may hold lower case letters, digits and '-' only, and starts and ends with a letter or digit; rename it";
}

/** `my.web-1`: DNS labels with dots between them, 253 characters at most. */
export function dns1123SubdomainProblem(value: string): string | undefined {
  if (value.length <= 253 && dns1123Subdomain.test(value)) return undefined;
  if (value.length > 253) return tooLong(253);
  return "may hold lower case letters, digits, '-' and '.' only, each part between dots starts and ends with a letter or digit; rename it";
}

/** As `dns1123SubdomainProblem`, with `_` allowed: relaxed DNS search domains. */
export function dns1123SubdomainWithUnderscoreProblem(value: string): string | undefined {
  if (value.length <= 253 && dns1123SubdomainWithUnderscore.test(value)) return undefined;
  if (value.length > 253) return tooLong(253);
  return "may hold lower case letters, digits, '_', '-' and '.' only, each part between dots ends with a letter or digit; correct it";
}

/** A label's key, Kubernetes' "qualified name": `name` or `example.com/name`. */
export function qualifiedNameProblem(value: string): string | undefined {
  const slash = value.indexOf('/');
  const name = slash < 0 ? value : value.slice(slash + 1);
  if (name.length <= 63 && labelName.test(name)) {
    if (slash < 0) return undefined;
    if (slash === 0) return "has nothing before its '/'; write a DNS name there or drop the '/'";
    const problem = dns1123SubdomainProblem(value.slice(0, slash));
    return problem === undefined ? undefined : `has a part before its '/' that ${problem}`;
  }
  if (name.includes('/')) return "holds more than one '/'; write it as `name` or `example.com/name`";
  if (name === '') return slash < 0 ? 'is empty; name it' : "has nothing after its '/'; name it";
  if (name.length > 63) return `${slash < 0 ? '' : "has a part after its '/' that "}${tooLong(63)}`;
  return "may hold letters, digits, '-', '_' and '.' only, and starts and ends with a letter or digit; rename it";
}

/** A label's value: empty, or like a label's name, 63 characters at most. */
export function labelValueProblem(value: string): string | undefined {
  if (value === '' || (value.length <= 63 && labelName.test(value))) return undefined;
  if (value.length > 63) return tooLong(63);
  return "may hold letters, digits, '-', '_' and '.' only, and starts and ends with a letter or digit; correct it";
}

/** A key of a ConfigMap or Secret. */
export function configMapKeyProblem(value: string): string | undefined {
  if (value.length > 253) return tooLong(253);
  if (!configMapKey.test(value)) return "may hold letters, digits, '-', '_' and '.' only; correct it";
  return changesFolder(value);
}

/** Names of environment variables where a kubelet is strict: before 1.35. */
export function strictEnvironmentNameProblem(value: string): string | undefined {
  if (!environmentName.test(value)) {
    return "may hold letters, digits, '_', '-' and '.' only and does not start with a digit; rename it";
  }
  return changesFolder(value);
}

/** Any printable ASCII character but `=`. */
export function relaxedEnvironmentNameProblem(value: string): string | undefined {
  if (relaxedEnvironmentName.test(value)) return undefined;
  if (value === '') return 'is empty; name it';
  return "may hold printable ASCII characters other than '=' only; rename it";
}

/**
 * The name of an environment variable as the kubelet of 1.`minor` wants it; gate RelaxedEnvironmentVariableValidation
 * is on since 1.32.
 */
export function environmentNameProblem(value: string, minor: number): string | undefined {
  return isGateTold(32, minor) ? relaxedEnvironmentNameProblem(value) : strictEnvironmentNameProblem(value);
}

function changesFolder(value: string): string | undefined {
  if (value === '.') return "may not be '.'; rename it";
  return value.startsWith('..') ? "may not start with '..'; rename it" : undefined;
}

export function httpHeaderNameProblem(value: string): string | undefined {
  return httpHeaderName.test(value) ? undefined : "may hold letters, digits and '-' only; correct it";
}

/** The name of a port, as IANA has them: 15 characters at most, a letter among them. */
export function portNameProblem(value: string): string | undefined {
  if (portName.test(value)) return undefined;
  if (value.length > 15) return tooLong(15);
  if (!/^[-a-z0-9]+$/.test(value)) return "may hold lower case letters, digits and '-' only; rename it";
  if (!/[a-z]/.test(value))
    return 'must hold a letter; rename it, or give the number without quotes if a number is meant';
  if (value.includes('--')) return "may not hold two '-' in a row; rename it";
  return "may not start or end with '-'; rename it";
}

export function portNumberProblem(value: number): string | undefined {
  return value >= 1 && value <= 65535 ? undefined : 'must be between 1 and 65535; correct the number';
}

/** Of users as of groups: runc's limits. */
export function userOrGroupIdProblem(value: number): string | undefined {
  return value >= 0 && value <= 2147483647 ? undefined : 'must be between 0 and 2147483647; correct the number';
}

/** `..` as a whole step of a path; `..data` and `a..b` are none. */
export function hasBacksteps(path: string): boolean {
  return path.includes('..') && path.split('/').includes('..');
}

export function backstepsProblem(path: string): string | undefined {
  return hasBacksteps(path) ? "may not hold '..' as a step; write the path without it" : undefined;
}

/** Kubernetes' "local descending path": relative, without `..` steps. */
export function descendingPathProblem(path: string): string | undefined {
  if (path.startsWith('/')) return "must be relative; drop the '/' at its start";
  return backstepsProblem(path);
}

/** A descending path whose first step doesn't start with `..`: that is the kubelet's own in a volume (`..data`). */
export function nonReservedPathProblem(path: string): string | undefined {
  const problem = descendingPathProblem(path);
  if (problem !== undefined) return problem;
  return path.startsWith('..') ? "may not start with '..'; rename its first step" : undefined;
}
