import type { NodeTarget } from '../transport/transport';

/** `[user@]host[:port]`; IPv6 addresses with a port stand in brackets. Undefined for what is none. */
export function parseHost(text: string): NodeTarget | undefined {
  const match =
    /^(?:([^@\s]+)@)?(?:\[([0-9a-fA-F:]+)\]|([^\s:@[\]]+)|([0-9a-fA-F:]*:[0-9a-fA-F:]*:[0-9a-fA-F:]*))(?::(\d{1,5}))?$/.exec(
      text.trim(),
    );
  const host = match?.[2] ?? match?.[3] ?? match?.[4];
  const port = match?.[5] === undefined ? undefined : Number(match[5]);
  if (match === null || host === undefined || port === 0 || (port ?? 1) > 65_535) {
    return undefined;
  }
  const user = match[1];
  return { name: host, host, ...(user === undefined ? {} : { user }), ...(port === undefined ? {} : { port }) };
}

/** The target under a name that is not taken: the host, with user, port and a number where that is needed. */
export function nameApart(target: NodeTarget, taken: ReadonlySet<string>): NodeTarget {
  const { name, user = '', port } = target;
  const withUser = user === '' ? name : `${user}@${name}`;
  const candidates = [name, withUser, port === undefined ? withUser : `${withUser}:${port}`];
  const free = candidates.find((candidate) => !taken.has(candidate));
  // Under the name of another it would take that one's place, with all that somebody has set there.
  return { ...target, name: free ?? numberApart(name, taken) };
}

function numberApart(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${name} (${number})`)) {
    number += 1;
  }
  return `${name} (${number})`;
}
