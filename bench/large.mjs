// Manifests that nobody writes by hand: large ones, alias bombs, and nesting beyond all measure.
import { judge, median, printTable, spread, time } from './harness.mjs';
import { loadOurs } from './language-services.mjs';
import { aliasBombs, deepManifests, manifestOfBytes, manifestOfContainers } from './manifests.mjs';

const levels = 10_000;

export async function runLarge({ rounds }) {
  const { check } = await loadOurs();
  const sizes = [
    ['1 MB', manifestOfBytes(1_000_000)],
    ['2,000 containers', manifestOfContainers(2000)],
  ];
  await measure('large: manifests that are sound', sizes, check, rounds);
  const bombs = await measure('large: alias bombs', aliasBombs(), check, rounds);
  await measure(`large: ${levels} levels`, deepManifests(levels), check, rounds);
  return [judge('the slowest alias bomb', Math.max(...bombs), 50, 'ms')];
}

/** Returns the medians of the processor time. The first round counts: who opens such a file opens it once. */
async function measure(title, manifests, check, rounds) {
  const rows = [];
  const medians = [];
  for (const [name, text] of manifests) {
    const times = [];
    for (let round = 0; round < rounds; round++) {
      times.push(await time(() => check(text)));
    }
    const cpu = times.map((took) => took.cpu);
    const wall = times.map((took) => took.wall);
    medians.push(median(cpu));
    const verdict = check(text).accepted ? 'accepted' : 'refused';
    rows.push([name, (text.length / 1000).toFixed(0), ...spread(cpu, 1), median(wall).toFixed(1), verdict]);
  }
  const header = ['', 'kB', 'CPU min', 'median', 'max', 'wall median', 'verdict'];
  printTable(`${title}, milliseconds of check`, header, rows);
  return medians;
}
