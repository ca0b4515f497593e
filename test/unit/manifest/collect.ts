import { writeFileSync } from 'node:fs';
import { askKubelet } from './compare';
import { generateTexts } from './texts';

/** Writes values.txt: texts with what the kubelet makes of them, a few of each error and the shortest of the rest. */
const [program = '', target = ''] = process.argv.slice(2);
const texts = [...generateTexts(20_261_123, 30_000)].filter((text) => Buffer.from(text).toString() === text);
const answers = askKubelet(program, texts);
// Keys that become equal in JSON are kept by chance (Go's maps have no order): ask again, and leave those out.
const again = [askKubelet(program, texts), askKubelet(program, texts)];
const perError = new Map<string, number>();
const lines: string[] = [];
let accepted = 0;
for (const [i, text] of texts.entries()) {
  const { json, error } = answers[i] ?? {};
  if (again.some((answer) => answer[i]?.json !== json) || text.length > 700) {
    continue;
  }
  if (error === undefined) {
    if (text.length > 40 && accepted++ < 300) {
      lines.push(JSON.stringify({ text, json }));
    }
    continue;
  }
  const kind = error.replace(/^yaml: (?:line \d+: )?/, '').replace(/[:`'"(\d].*$/s, '');
  const count = (perError.get(kind) ?? 0) + 1;
  perError.set(kind, count);
  if (count <= 5) {
    lines.push(JSON.stringify({ text, error }));
  }
}
writeFileSync(target, `${lines.join('\n')}\n`);
console.log(`${lines.length} texts, ${perError.size} errors`);
