import { setFlagsFromString } from 'node:v8';

/**
 * V8 made for a program that ends in a second or two. Bytecode is not interpreted first but turned into simple machine
 * code at once, and soon where it came from the code cache; optimizing begins after half as much again as V8 of Node.js
 * 20 waits, for what is compiled early does not earn its time back; and the little that survives a collection is copied
 * by the thread that waits for it, not by others that have to be woken. Together a seventh of the wall time of `check`
 * over some thousand files.
 * To be called before the code that it is for is loaded.
 */
export function prepareShortRun(): void {
  setFlagsFromString('--always-sparkplug');
  setFlagsFromString('--baseline-batch-compilation-threshold=1024');
  // Later ones count otherwise, and complain about what they do not know.
  if (process.versions.v8.startsWith('11.')) {
    setFlagsFromString('--interrupt-budget=200000');
  }
  setFlagsFromString('--no-parallel-scavenge');
}

/**
 * A client of many nodes waits for most of its time, and what each of them told is soon garbage: a small nursery that does
 * not grow keeps its memory flat however many they are, at no price in time. To be called as the other.
 */
export function prepareManyNodes(): void {
  setFlagsFromString('--max-semi-space-size=1');
  setFlagsFromString('--semi-space-growth-factor=1');
}
