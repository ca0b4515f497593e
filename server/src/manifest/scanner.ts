import { DASH, HASH, SPACE, TAB, isBlankBreakOrEnd, isBreak, isWord } from './characters';
import { Cursor } from './cursor';
import { scanBlockScalar } from './scan-block-scalar';
import { scanAnchor, scanDirective, scanTag } from './scan-property';
import { scanPlainScalar, scanQuotedScalar } from './scan-scalar';
import { SimpleKeys } from './simple-keys';
import { TokenKind, type Token } from './token';

/** max_flow_level and max_indents of scannerc.go. */
const maxDepth = 10_000;

/**
 * Text to tokens by the rules of go-yaml v2's scanner (scannerc.go, v2.4.4), which are libyaml's and differ from YAML
 * 1.1 and 1.2 in many corners. Throws {@link YamlError}.
 */
export class Scanner extends Cursor {
  private readonly indents: number[] = [];
  private readonly simpleKeys = new SimpleKeys(this);
  private tokens: Token[] = [];
  private head = 0;
  private tokensParsed = 0;
  private available = false;

  peek(): Token {
    if (!this.available) {
      this.fetchMoreTokens();
    }
    return this.tokens[this.head] as Token;
  }

  skip(): void {
    this.available = false;
    this.tokensParsed++;
    this.head++;
    if (this.head > 1000 && this.head === this.tokens.length) {
      this.tokens = [];
      this.head = 0;
    }
  }

  private fetchMoreTokens(): void {
    while (this.head === this.tokens.length || this.simpleKeys.mayBeKey(this.tokensParsed)) {
      this.fetchNextToken();
    }
    this.available = true;
  }

  private fetchNextToken(): void {
    this.skipToNextToken();
    this.closeIndents(this.column);
    this.checkReadable(this.pos + 3);
    const code = this.code(0);
    if (code === 0) {
      this.fetchStreamEnd();
      return;
    }
    if (this.pos === this.lineStart) {
      if (code === 0x25) {
        this.resetToLineStart();
        this.push(scanDirective(this));
        return;
      }
      if (this.atDocumentIndicator()) {
        this.resetToLineStart();
        this.pos += 3;
        this.add(code === DASH ? TokenKind.DocumentStart : TokenKind.DocumentEnd, this.pos - 3, this.pos);
        return;
      }
    }
    if (isWord(code) && code !== DASH) {
      this.fetchPlainScalar();
      return;
    }
    const flow = this.flowLevel > 0;
    switch (code) {
      case 0x5b: // [
        this.fetchFlowStart(TokenKind.FlowSequenceStart);
        return;
      case 0x7b: // {
        this.fetchFlowStart(TokenKind.FlowMappingStart);
        return;
      case 0x5d: // ]
        this.fetchFlowEnd(TokenKind.FlowSequenceEnd);
        return;
      case 0x7d: // }
        this.fetchFlowEnd(TokenKind.FlowMappingEnd);
        return;
      case 0x2c: // ,
        this.simpleKeys.remove();
        this.simpleKeyAllowed = true;
        this.add(TokenKind.FlowEntry, this.pos, ++this.pos);
        return;
      case DASH:
        if (isBlankBreakOrEnd(this.code(1))) {
          this.fetchBlockEntry();
          return;
        }
        break;
      case 0x3f: // ?
        if (flow || isBlankBreakOrEnd(this.code(1))) {
          this.fetchKey();
          return;
        }
        break;
      case 0x3a: // :
        if (flow || isBlankBreakOrEnd(this.code(1))) {
          this.fetchValue();
          return;
        }
        break;
      case 0x2a: // *
        this.simpleKeys.save(this.nextTokenNumber());
        this.simpleKeyAllowed = false;
        this.push(scanAnchor(this, TokenKind.Alias));
        return;
      case 0x26: // &
        this.simpleKeys.save(this.nextTokenNumber());
        this.simpleKeyAllowed = false;
        this.push(scanAnchor(this, TokenKind.Anchor));
        return;
      case 0x21: // !
        this.simpleKeys.save(this.nextTokenNumber());
        this.simpleKeyAllowed = false;
        this.push(scanTag(this));
        return;
      case 0x7c: // |
      case 0x3e: // >
        if (!flow) {
          this.simpleKeys.remove();
          this.simpleKeyAllowed = true;
          this.push(scanBlockScalar(this, code === 0x7c));
          return;
        }
        return this.refuseCharacter();
      case 0x27: // '
      case 0x22: // "
        this.simpleKeys.save(this.nextTokenNumber());
        this.simpleKeyAllowed = false;
        this.push(scanQuotedScalar(this, code === 0x27));
        return;
      case TAB:
      case 0x40: // @
      case 0x60: // `
      case 0x25: // %
        return this.refuseCharacter();
      default:
        break;
    }
    this.fetchPlainScalar();
  }

  private fetchPlainScalar(): void {
    this.simpleKeys.save(this.nextTokenNumber());
    this.simpleKeyAllowed = false;
    this.push(scanPlainScalar(this));
  }

  private refuseCharacter(): never {
    const code = this.code(0);
    const problem = 'found character that cannot start any token';
    if (code === TAB) {
      const what = 'A tab stands where YAML takes only spaces: indent with spaces';
      this.fail(problem, `${what} (${problem}).`, this.pos, this.pos + 1);
    }
    const character = String.fromCharCode(code);
    this.fail(
      problem,
      `A value can't start with \`${character}\`: put it in quotes (${problem}).`,
      this.pos,
      this.pos + 1,
    );
  }

  /** Over white space, comments and line breaks. */
  private skipToNextToken(): void {
    for (;;) {
      if (this.pos === this.lineStart && this.limit?.skipsLineStarts(this.pos) === true && this.code(0) !== 0) {
        this.pos++;
      }
      const tabs = this.flowLevel > 0 || !this.simpleKeyAllowed;
      let code = this.code(0);
      while (code === SPACE || (tabs && code === TAB)) {
        this.pos++;
        code = this.code(0);
      }
      if (code === HASH) {
        this.pos = this.lineEnd(this.pos);
        code = this.code(0);
      }
      if (!isBreak(code)) {
        return;
      }
      this.skipLineBreak();
      if (this.flowLevel === 0) {
        this.simpleKeyAllowed = true;
      }
    }
  }

  private add(kind: TokenKind, start: number, end: number): void {
    this.tokens.push({ kind, start, end, value: '', suffix: '', plain: false });
  }

  private push(token: Token): void {
    // A plain scalar has been looked at with the character behind the next one.
    this.checkReadable(token.plain ? this.pos + 1 : this.pos);
    this.tokens.push(token);
  }

  /** Puts a token before the one with this number; at the queue's end where that is gone already. */
  private insert(tokenNumber: number, token: Token): void {
    const place = tokenNumber - this.tokensParsed;
    if (place < 0) {
      this.tokens.push(token);
    } else {
      const { tokens } = this;
      tokens.push(token);
      for (let at = tokens.length - 1; at > this.head + place; at--) {
        tokens[at] = tokens[at - 1] as Token;
      }
      tokens[Math.min(this.head + place, tokens.length - 1)] = token;
    }
  }

  private nextTokenNumber(): number {
    return this.tokensParsed + this.tokens.length - this.head;
  }

  /** Opens a block collection where the column lies deeper than the current one. */
  private openIndent(column: number, kind: TokenKind, start: number, tokenNumber: number): void {
    if (this.flowLevel > 0 || this.indent >= column) {
      return;
    }
    this.indents.push(this.indent);
    this.indent = column;
    if (this.indents.length > maxDepth) {
      const problem = `exceeded max depth of ${maxDepth}`;
      this.fail(problem, `The text is nested too deeply (${problem}).`);
    }
    this.insert(tokenNumber, { kind, start, end: start, value: '', suffix: '', plain: false });
  }

  private closeIndents(column: number): void {
    if (this.flowLevel > 0) {
      return;
    }
    while (this.indent > column) {
      this.add(TokenKind.BlockEnd, this.pos, this.pos);
      this.indent = this.indents.pop() ?? -1;
    }
  }

  private resetToLineStart(): void {
    this.closeIndents(-1);
    this.simpleKeys.remove();
    this.simpleKeyAllowed = false;
  }

  private fetchStreamEnd(): void {
    this.checkReadable(this.pos);
    if (this.column !== 0) {
      this.lineStart = this.pos;
    }
    this.resetToLineStart();
    this.add(TokenKind.StreamEnd, this.pos, this.pos);
  }

  private fetchFlowStart(kind: TokenKind): void {
    this.simpleKeys.save(this.nextTokenNumber());
    this.simpleKeys.openLevel(this.nextTokenNumber());
    this.flowLevel++;
    if (this.flowLevel > maxDepth) {
      const problem = `exceeded max depth of ${maxDepth}`;
      this.fail(problem, `The text is nested too deeply (${problem}).`);
    }
    this.simpleKeyAllowed = true;
    this.add(kind, this.pos, ++this.pos);
  }

  private fetchFlowEnd(kind: TokenKind): void {
    this.simpleKeys.remove();
    if (this.flowLevel > 0) {
      this.flowLevel--;
      this.simpleKeys.closeLevel();
    }
    this.simpleKeyAllowed = false;
    this.add(kind, this.pos, ++this.pos);
  }

  private fetchBlockEntry(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) {
        const problem = 'block sequence entries are not allowed in this context';
        const message = `A list can't start here: put \`-\` on a line of its own (${problem}).`;
        this.fail(problem, message, this.pos, this.pos + 1);
      }
      this.openIndent(this.column, TokenKind.BlockSequenceStart, this.pos, Infinity);
    }
    this.simpleKeys.remove();
    this.simpleKeyAllowed = true;
    this.add(TokenKind.BlockEntry, this.pos, ++this.pos);
  }

  private fetchKey(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) {
        const problem = 'mapping keys are not allowed in this context';
        this.fail(problem, `A key can't start here (${problem}).`, this.pos, this.pos + 1);
      }
      this.openIndent(this.column, TokenKind.BlockMappingStart, this.pos, Infinity);
    }
    this.simpleKeys.remove();
    this.simpleKeyAllowed = this.flowLevel === 0;
    this.add(TokenKind.Key, this.pos, ++this.pos);
  }

  private fetchValue(): void {
    const key = this.simpleKeys.top;
    if (this.simpleKeys.isPossible(key)) {
      const { start, tokenNumber } = key;
      this.insert(tokenNumber, { kind: TokenKind.Key, start, end: start, value: '', suffix: '', plain: false });
      this.openIndent(start - key.lineStart, TokenKind.BlockMappingStart, start, tokenNumber);
      this.simpleKeys.forget(key);
      this.simpleKeyAllowed = false;
    } else {
      if (this.flowLevel === 0) {
        if (!this.simpleKeyAllowed) {
          const problem = 'mapping values are not allowed in this context';
          const message = `A \`:\` can't stand here: check the indentation, or put the text in quotes (${problem}).`;
          this.fail(problem, message, this.pos, this.pos + 1);
        }
        this.openIndent(this.column, TokenKind.BlockMappingStart, this.pos, Infinity);
      }
      this.simpleKeyAllowed = this.flowLevel === 0;
    }
    this.add(TokenKind.Value, this.pos, ++this.pos);
  }
}
