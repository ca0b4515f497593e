import { generateTexts } from './texts';
import { askKubelet, findDifference } from './compare';
import { checkText } from './invariants';

/** Milliseconds that a text may take. */
const longest = 100;

const [count = '100000', seed = '1', program] = process.argv.slice(2);
const texts = [...generateTexts(Number(seed), Number(count))];
let failures = 0;
let slowest = 0;

function tell(text: string, what: string): void {
  failures++;
  if (failures <= 20) {
    console.error(`${JSON.stringify(text).slice(0, 400)}\n  ${what}`);
  }
}

for (const text of texts) {
  const started = process.cpuUsage();
  try {
    checkText(text);
  } catch (error) {
    tell(text, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  // The process' own time: on a loaded machine the clock says nothing.
  const took = process.cpuUsage(started).user / 1000;
  slowest = Math.max(slowest, took);
  if (took > longest) {
    tell(text, `took ${took} ms`);
  }
}
if (program !== undefined) {
  // A half of a surrogate pair, cut by a mutation, is no UTF-8 and can't be asked for.
  const sound = texts.filter((text) => Buffer.from(text).toString() === text);
  askKubelet(program, sound).forEach((value, i) => {
    const text = sound[i] ?? '';
    const difference = findDifference(text, value);
    if (difference !== undefined) {
      tell(text, difference);
    }
  });
}
console.log(`${texts.length} texts, ${failures} failures, the slowest took ${slowest.toFixed(1)} ms`);
process.exitCode = failures === 0 ? 0 : 1;
