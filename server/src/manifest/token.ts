/** The tokens between scanner and composer: libyaml's, which go-yaml v2 keeps. */
export const enum TokenKind {
  StreamEnd,
  VersionDirective,
  TagDirective,
  DocumentStart,
  DocumentEnd,
  BlockSequenceStart,
  BlockMappingStart,
  BlockEnd,
  FlowSequenceStart,
  FlowSequenceEnd,
  FlowMappingStart,
  FlowMappingEnd,
  BlockEntry,
  FlowEntry,
  Key,
  Value,
  Alias,
  Anchor,
  Tag,
  Scalar,
}

export interface Token {
  readonly kind: TokenKind;
  /** UTF-16 offsets, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** A scalar's content, an alias' or anchor's name, a tag's or directive's handle, `major.minor` of %YAML; else ''. */
  readonly value: string;
  /** A tag's suffix or a directive's prefix; else ''. */
  readonly suffix: string;
  /** Set for a scalar without quotes or block style. */
  readonly plain: boolean;
}

/** Where and why go-yaml v2 gives up. */
export interface YamlProblem {
  /** Its own wording of the cause. */
  readonly problem: string;
  /** Ours. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Ends the reading of a text. */
export class YamlError extends Error {
  constructor(readonly reason: YamlProblem) {
    super(reason.message);
  }
}
