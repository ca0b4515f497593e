import type { Properties } from './build';
import type { Scanner } from './scanner';
import { TokenKind, type Token } from './token';

/** What a document's directives and a node's anchor and tag say (parserc.go, go-yaml v2.4.4). */

/** Tags' prefixes by their handles. */
export type TagPrefixes = ReadonlyMap<string, string>;

/** Reads the directives above a document and leaves the scanner at its `---`, or where it starts without. */
export function readDirectives(scanner: Scanner): TagPrefixes {
  const prefixes = new Map<string, string>();
  let version = false;
  let some = false;
  let token = scanner.peek();
  for (; ; scanner.skip(), token = scanner.peek()) {
    if (token.kind === TokenKind.VersionDirective) {
      if (version) {
        fail(scanner, token, 'found duplicate %YAML directive', 'Only one `%YAML` may stand above a document');
      }
      version = true;
      if (token.value !== '1.1') {
        fail(scanner, token, 'found incompatible YAML document', 'The kubelet reads YAML 1.1 only: remove this line');
      }
    } else if (token.kind === TokenKind.TagDirective) {
      if (prefixes.has(token.value)) {
        fail(scanner, token, 'found duplicate %TAG directive', 'This `%TAG` stands above already');
      }
      prefixes.set(token.value, token.suffix);
    } else {
      break;
    }
    some = true;
  }
  if (some && token.kind !== TokenKind.DocumentStart) {
    const problem = 'did not find expected <document start>';
    fail(scanner, token, problem, 'After a `%` line the document must start with `---`');
  }
  return new Map([['!', '!'], ['!!', 'tag:yaml.org,2002:'], ...prefixes]);
}

/** Reads an anchor, a tag, or both. */
export function readProperties(scanner: Scanner, prefixes: TagPrefixes): Properties {
  let anchor = '';
  let tag: Token | undefined;
  for (let i = 0; i < 2; i++) {
    const token = scanner.peek();
    if (token.kind === TokenKind.Anchor && anchor === '') {
      anchor = token.value;
    } else if (token.kind === TokenKind.Tag && tag === undefined) {
      tag = token;
    } else {
      break;
    }
    scanner.skip();
  }
  if (tag === undefined) {
    return { anchor, tag: '' };
  }
  // The next token is looked at before the tag is.
  scanner.peek();
  const prefix = tag.value === '' ? '' : prefixes.get(tag.value);
  const full = prefix === undefined ? '' : prefix + tag.suffix;
  if (full === '') {
    fail(scanner, tag, 'found undefined tag handle', `The tag \`${tag.value}\` is not declared by a \`%TAG\` line`);
  }
  return { anchor, tag: full };
}

function fail(scanner: Scanner, { start, end }: Token, problem: string, what: string): never {
  scanner.fail(problem, `${what} (${problem}).`, start, end);
}
