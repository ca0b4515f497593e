// Edits as somebody types them: a character goes in somewhere and out again, places drawn by a seeded generator.

/** Yields [text, change] for ever: `change` is what LSP's didChange carries, offsets counted in the text before. */
export function* typeAround(text, seed = 1) {
  let state = seed;
  const draw = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const letters = 'aeo1- :';
  for (;;) {
    const offset = draw(text.length);
    const letter = letters[draw(letters.length)];
    const at = positionAt(text, offset);
    const changed = text.slice(0, offset) + letter + text.slice(offset);
    yield [changed, { range: { start: at, end: at }, text: letter }];
    yield [text, { range: { start: at, end: { line: at.line, character: at.character + 1 } }, text: '' }];
  }
}

function positionAt(text, offset) {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1).length };
}
