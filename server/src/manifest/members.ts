import { formatFloatKey } from './go-number';
import type { Resolved } from './resolve';
import type { YamlProblem } from './token';
import type { Member, Value } from './value';

/** The members of an object that is being read. */
export interface OpenObject {
  readonly members: Member[];
  /** Where each key's member is, once there are many. */
  places: Map<string, number> | undefined;
}

/** Sets the member with this key and returns the one that it replaces. */
export function setMember(object: OpenObject, member: Member): Member | undefined {
  const { members } = object;
  const place = findMember(object, member.key);
  if (place < 0) {
    object.places?.set(member.key, members.length);
    members.push(member);
    return undefined;
  }
  const earlier = members[place];
  members[place] = member;
  return earlier;
}

const fewMembers = 16;

function findMember(object: OpenObject, key: string): number {
  const { members } = object;
  if (members.length <= fewMembers) {
    for (let i = 0; i < members.length; i++) {
      if (members[i]?.key === key) {
        return i;
      }
    }
    return -1;
  }
  object.places ??= new Map(members.map((member, place) => [member.key, place]));
  return object.places.get(key) ?? -1;
}

/** A resolved scalar as JSON. */
export function jsonOf(resolved: Resolved): string {
  switch (resolved.type) {
    case 'null':
      return 'null';
    case 'bool':
      return String(resolved.value);
    case 'string':
      return JSON.stringify(resolved.value);
    case 'int':
    case 'float':
      return resolved.json;
  }
}

export function toValue(resolved: Resolved | undefined, text: string, start: number, end: number): Value {
  if (resolved === undefined) {
    return { kind: 'string', value: text, start, end };
  }
  switch (resolved.type) {
    case 'string':
      return { kind: 'string', value: resolved.value, start, end };
    case 'null':
      return { kind: 'null', start, end };
    case 'bool':
      return { kind: 'boolean', value: resolved.value, start, end };
    case 'int':
    case 'float':
      return { kind: 'number', literal: resolved.json, start, end };
  }
}

/** sigs.k8s.io/yaml's convertToJSONableObject: how a key becomes a string. */
export function keyText(value: Value, resolved: Resolved | undefined): string {
  if (value.kind === 'string') {
    return value.value;
  }
  switch (resolved?.type) {
    case 'float':
      return formatFloatKey(resolved.value);
    case 'bool':
    case 'int':
      return jsonOf(resolved);
    case 'null':
    case 'string':
    case undefined:
      return '';
  }
}

/** Why a value can't be a key in JSON. */
export function judgeKey(value: Value, resolved: Resolved | undefined): YamlProblem | undefined {
  if (value.kind === 'string' || value.kind === 'boolean' || (value.kind === 'number' && !isUnsigned(resolved))) {
    return undefined;
  }
  const problem = 'unsupported map key';
  const what = value.kind === 'null' ? 'A key is missing or null' : "This can't be a key";
  return { problem, message: `${what}: put it in quotes (${problem}).`, start: value.start, end: value.end };
}

function isUnsigned(resolved: Resolved | undefined): boolean {
  return resolved?.type === 'int' && resolved.unsigned;
}
