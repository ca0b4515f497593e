/** As in LSP: lines and characters count from 0, characters are UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Lines end with \n, \r\n or \r. */
export function createPositions(text: string): (offset: number) => Position {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return { line: low, character: offset - (starts[low] ?? 0) };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let position = 0; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === 10 || (code === 13 && text.charCodeAt(position + 1) !== 10)) {
      starts.push(position + 1);
    }
  }
  return starts;
}
