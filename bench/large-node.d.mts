export const pods: number;
export const containers: number;
export function describeNode(look: {
  readonly recordings: string;
  readonly round: number;
  readonly nonce: string;
}): Buffer;
