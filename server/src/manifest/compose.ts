import type { Builder, Properties } from './build';
import { readDirectives, readProperties, type TagPrefixes } from './read-properties';
import type { Scanner } from './scanner';
import { TokenKind, YamlError, type Token, type YamlProblem } from './token';

const enum State {
  DocumentEnd,
  BlockNode,
  BlockSequenceEntry,
  IndentlessSequenceEntry,
  BlockMappingKey,
  BlockMappingValue,
  FlowSequenceFirstEntry,
  FlowSequenceEntry,
  FlowPairKey,
  FlowPairValue,
  FlowPairEnd,
  FlowMappingFirstKey,
  FlowMappingKey,
  FlowMappingValue,
  FlowMappingEmptyValue,
}

const noProperties: Properties = { anchor: '', tag: '' };

/** How a document's reading ended: `rest` is where the kubelet stops looking at the text. */
export interface ComposedDocument {
  readonly error: YamlProblem | undefined;
  readonly rest: number;
}

/**
 * Reads the first document by the grammar of go-yaml v2's parser (parserc.go, v2.4.4), with its stack of states, so
 * that depth costs no stack of ours.
 */
export function composeDocument(scanner: Scanner, builder: Builder): ComposedDocument {
  try {
    return { error: undefined, rest: new Composer(scanner, builder).composeDocument() };
  } catch (error) {
    if (!(error instanceof YamlError)) {
      throw error;
    }
    builder.abandon();
    return { error: error.reason, rest: scanner.pos };
  }
}

class Composer {
  private readonly states: State[] = [];
  private state: State = State.BlockNode;
  private tagPrefixes: TagPrefixes = new Map();
  /** Where the open collections start, for messages. */
  private readonly starts: number[] = [];

  constructor(
    private readonly scanner: Scanner,
    private readonly builder: Builder,
  ) {}

  composeDocument(): number {
    const { scanner } = this;
    this.tagPrefixes = readDirectives(scanner);
    let token = scanner.peek();
    this.states.push(State.DocumentEnd);
    if (token.kind === TokenKind.StreamEnd) {
      return token.start;
    }
    if (token.kind === TokenKind.DocumentStart) {
      scanner.skip();
      token = scanner.peek();
      if (isDocumentBoundary(token.kind)) {
        this.empty(token.start);
        return token.start;
      }
    }
    while (this.state !== State.DocumentEnd) {
      this.step();
    }
    return scanner.peek().start;
  }

  private fail(token: Token, problem: string, what: string, context?: number): never {
    // Of what is never closed the start is the place to look at.
    const start = context !== undefined && token.kind === TokenKind.StreamEnd ? context : token.start;
    const end = start === token.start ? Math.max(token.end, start) : start + 1;
    this.scanner.fail(problem, `${what} (${problem}).`, start, end);
  }

  private step(): void {
    switch (this.state) {
      case State.DocumentEnd:
        return;
      case State.BlockNode:
        this.readNode(true, false);
        return;
      case State.BlockSequenceEntry:
        this.readBlockEntry();
        return;
      case State.IndentlessSequenceEntry:
        this.readIndentlessEntry();
        return;
      case State.BlockMappingKey:
        this.readBlockKey();
        return;
      case State.BlockMappingValue:
        this.readBlockValue();
        return;
      case State.FlowSequenceFirstEntry:
        this.readFlowEntry(true);
        return;
      case State.FlowSequenceEntry:
        this.readFlowEntry(false);
        return;
      case State.FlowPairKey:
        this.readFlowPairKey();
        return;
      case State.FlowPairValue:
        this.readFlowPairValue();
        return;
      case State.FlowPairEnd:
        this.builder.close();
        this.state = State.FlowSequenceEntry;
        return;
      case State.FlowMappingFirstKey:
        this.readFlowKey(true);
        return;
      case State.FlowMappingKey:
        this.readFlowKey(false);
        return;
      case State.FlowMappingValue:
        this.readFlowValue();
        return;
      case State.FlowMappingEmptyValue:
        this.empty(this.scanner.peek().start);
        this.state = State.FlowMappingKey;
        return;
    }
  }

  private popState(): void {
    this.state = this.states.pop() ?? State.DocumentEnd;
  }

  private empty(at: number): void {
    this.builder.scalar('', at, at, true, noProperties);
  }

  /** A node, then the state `after` it. */
  private node(after: State, block: boolean, indentless: boolean): void {
    this.states.push(after);
    this.readNode(block, indentless);
  }

  private readNode(block: boolean, indentless: boolean): void {
    const { scanner, builder } = this;
    let token = scanner.peek();
    const first = token;
    if (token.kind === TokenKind.Alias) {
      this.popState();
      builder.alias(token.value, token.start, token.end);
      scanner.skip();
      return;
    }
    let properties = noProperties;
    if (token.kind === TokenKind.Anchor || token.kind === TokenKind.Tag) {
      properties = readProperties(scanner, this.tagPrefixes);
      token = scanner.peek();
    }
    if (indentless && token.kind === TokenKind.BlockEntry) {
      this.state = State.IndentlessSequenceEntry;
      this.starts.push(token.start);
      builder.openSequence(token.start, properties);
      return;
    }
    if (token.kind === TokenKind.Scalar) {
      const { tag } = properties;
      const plain = (tag === '' && token.plain) || tag === '!';
      this.popState();
      builder.scalar(token.value, token.start, token.end, plain, properties);
      scanner.skip();
      return;
    }
    if (token.kind === TokenKind.FlowSequenceStart || (block && token.kind === TokenKind.BlockSequenceStart)) {
      const flow = token.kind === TokenKind.FlowSequenceStart;
      this.openCollection(flow ? State.FlowSequenceFirstEntry : State.BlockSequenceEntry, token.start);
      builder.openSequence(token.start, properties);
      return;
    }
    if (token.kind === TokenKind.FlowMappingStart || (block && token.kind === TokenKind.BlockMappingStart)) {
      const flow = token.kind === TokenKind.FlowMappingStart;
      this.openCollection(flow ? State.FlowMappingFirstKey : State.BlockMappingKey, token.start);
      builder.openMapping(token.start, properties);
      return;
    }
    if (properties !== noProperties) {
      this.popState();
      builder.scalar('', first.start, first.end, properties.tag === '', properties);
      return;
    }
    this.fail(token, 'did not find expected node content', 'A value is expected here');
  }

  private openCollection(state: State, start: number): void {
    this.scanner.skip();
    this.state = state;
    this.starts.push(start);
  }

  private closeCollection(end?: number): void {
    this.popState();
    this.starts.pop();
    this.builder.close(end);
  }

  private readBlockEntry(): void {
    const { scanner } = this;
    const token = scanner.peek();
    if (token.kind === TokenKind.BlockEntry) {
      scanner.skip();
      const next = scanner.peek().kind;
      if (next !== TokenKind.BlockEntry && next !== TokenKind.BlockEnd) {
        this.node(State.BlockSequenceEntry, true, false);
      } else {
        this.empty(token.end);
      }
      return;
    }
    if (token.kind !== TokenKind.BlockEnd) {
      const what = "This stands where the list's next `-` is expected: check the indentation";
      this.fail(token, "did not find expected '-' indicator", what);
    }
    scanner.skip();
    this.closeCollection();
  }

  private readIndentlessEntry(): void {
    const { scanner } = this;
    const token = scanner.peek();
    if (token.kind !== TokenKind.BlockEntry) {
      this.closeCollection();
      return;
    }
    scanner.skip();
    if (isAfterBlockNode(scanner.peek().kind) || scanner.peek().kind === TokenKind.BlockEntry) {
      this.empty(token.end);
    } else {
      this.node(State.IndentlessSequenceEntry, true, false);
    }
  }

  private readBlockKey(): void {
    const { scanner } = this;
    const token = scanner.peek();
    if (token.kind === TokenKind.Key) {
      scanner.skip();
      if (isAfterBlockNode(scanner.peek().kind)) {
        this.empty(token.end);
        this.state = State.BlockMappingValue;
      } else {
        this.node(State.BlockMappingValue, true, true);
      }
      return;
    }
    if (token.kind !== TokenKind.BlockEnd) {
      const what = 'This stands where a key of the mapping is expected: check the indentation';
      this.fail(token, 'did not find expected key', what);
    }
    scanner.skip();
    this.closeCollection();
  }

  private readBlockValue(): void {
    const { scanner } = this;
    const token = scanner.peek();
    this.state = State.BlockMappingKey;
    if (token.kind !== TokenKind.Value) {
      this.empty(token.start);
      return;
    }
    scanner.skip();
    if (isAfterBlockNode(scanner.peek().kind)) {
      this.empty(token.end);
    } else {
      this.node(State.BlockMappingKey, true, true);
    }
  }

  private readFlowEntry(first: boolean): void {
    const { scanner, builder } = this;
    let token = scanner.peek();
    if (token.kind !== TokenKind.FlowSequenceEnd && !first) {
      token = this.readFlowSeparator(token, "did not find expected ',' or ']'", 'list', ']');
    }
    if (token.kind === TokenKind.FlowSequenceEnd) {
      scanner.skip();
      this.closeCollection(token.end);
    } else if (token.kind === TokenKind.Key) {
      builder.openMapping(token.start, noProperties);
      this.state = State.FlowPairKey;
      scanner.skip();
    } else {
      this.node(State.FlowSequenceEntry, false, false);
    }
  }

  private readFlowSeparator(token: Token, problem: string, what: string, close: string): Token {
    if (token.kind !== TokenKind.FlowEntry) {
      const context = this.starts.at(-1) ?? 0;
      this.fail(token, problem, `In the ${what} a comma is missing, or \`${close}\` to close it`, context);
    }
    this.scanner.skip();
    return this.scanner.peek();
  }

  private readFlowPairKey(): void {
    const token = this.scanner.peek();
    if (isAfterFlowNode(token.kind, TokenKind.FlowSequenceEnd) || token.kind === TokenKind.Value) {
      // parserc.go eats this token, be it the colon, the comma or the bracket.
      this.scanner.skip();
      this.empty(token.end);
      this.state = State.FlowPairValue;
    } else {
      this.node(State.FlowPairValue, false, false);
    }
  }

  private readFlowPairValue(): void {
    const { scanner } = this;
    let token = scanner.peek();
    this.state = State.FlowPairEnd;
    if (token.kind === TokenKind.Value) {
      scanner.skip();
      token = scanner.peek();
      if (!isAfterFlowNode(token.kind, TokenKind.FlowSequenceEnd)) {
        this.node(State.FlowPairEnd, false, false);
        return;
      }
    }
    this.empty(token.start);
  }

  private readFlowKey(first: boolean): void {
    const { scanner } = this;
    let token = scanner.peek();
    if (token.kind !== TokenKind.FlowMappingEnd && !first) {
      token = this.readFlowSeparator(token, "did not find expected ',' or '}'", 'mapping', '}');
    }
    if (token.kind === TokenKind.FlowMappingEnd) {
      scanner.skip();
      this.closeCollection(token.end);
    } else if (token.kind === TokenKind.Key) {
      scanner.skip();
      token = scanner.peek();
      if (isAfterFlowNode(token.kind, TokenKind.FlowMappingEnd) || token.kind === TokenKind.Value) {
        this.empty(token.start);
        this.state = State.FlowMappingValue;
      } else {
        this.node(State.FlowMappingValue, false, false);
      }
    } else {
      this.node(State.FlowMappingEmptyValue, false, false);
    }
  }

  private readFlowValue(): void {
    const { scanner } = this;
    let token = scanner.peek();
    this.state = State.FlowMappingKey;
    if (token.kind === TokenKind.Value) {
      scanner.skip();
      token = scanner.peek();
      if (!isAfterFlowNode(token.kind, TokenKind.FlowMappingEnd)) {
        this.node(State.FlowMappingKey, false, false);
        return;
      }
    }
    this.empty(token.start);
  }
}

function isDocumentBoundary(kind: TokenKind): boolean {
  return (
    kind === TokenKind.VersionDirective ||
    kind === TokenKind.TagDirective ||
    kind === TokenKind.DocumentStart ||
    kind === TokenKind.DocumentEnd ||
    kind === TokenKind.StreamEnd
  );
}

function isAfterBlockNode(kind: TokenKind): boolean {
  return kind === TokenKind.Key || kind === TokenKind.Value || kind === TokenKind.BlockEnd;
}

function isAfterFlowNode(kind: TokenKind, close: TokenKind): boolean {
  return kind === TokenKind.FlowEntry || kind === close;
}
