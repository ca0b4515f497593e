/** How many files one message names. */
const told = 3;

/** One name more than a message could need, so that it may leave out that of the file it stands in. */
export const namesNeeded = told + 2;

/** `a.yaml and b.yaml`; of many only the first: `a.yaml, b.yaml, c.yaml and 40 more`. `count` is how many there are. */
export function nameFiles(names: readonly string[], count: number): string {
  return count <= told + 1
    ? names.slice(0, count).join(' and ')
    : `${names.slice(0, told).join(', ')} and ${count - told} more`;
}
