// Collects what Kubernetes' API documentation says of the Pod's fields, from the doc comments of the development
// dependency @kubernetes/client-node. The texts are Kubernetes' (Apache-2.0); they are read at build time and not kept
// in the repository. Fields that are newer than the client have none.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const models = path.join(path.dirname(createRequire(import.meta.url).resolve('@kubernetes/client-node')), 'gen/models');

/** The client renames a type of v1 where a newer group has one of its name. */
const prefixes = ['CoreV1', 'V1'];

const comment = String.raw`/\*\*\n((?:\s*\*(?!/).*\n)*?)\s*\*/`;
const classComment = new RegExp(String.raw`${comment}\nexport declare class`);
const member = new RegExp(String.raw`(?:${comment}\n\s*)?'([^']+)'\??:`, 'g');

/** `{type: {'': what the type is, field: what the field is}}`, for a Pod and everything in it. */
export function readDescriptions() {
  const facts = JSON.parse(readFileSync(path.join(import.meta.dirname, 'pod-facts.json'), 'utf8'));
  const descriptions = {};
  const waiting = ['Pod'];
  const seen = new Set(waiting);
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    const fields = facts.types[type];
    const texts = textsOf(type);
    const known = [['', texts.get('')], ...fields.map(({ name }) => [name, texts.get(name)])];
    descriptions[type] = Object.fromEntries(known.filter(([, text]) => text !== undefined));
    for (const { type: inner } of fields) {
      if (facts.types[inner] !== undefined && !seen.has(inner)) {
        seen.add(inner);
        waiting.push(inner);
      }
    }
  }
  return descriptions;
}

function textsOf(type) {
  const file = prefixes.map((prefix) => path.join(models, `${prefix}${type}.d.ts`)).find((name) => existsSync(name));
  if (file === undefined) {
    return new Map();
  }
  const source = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  const texts = new Map([['', textOf(classComment.exec(source)?.[1])]]);
  for (const [, text, name] of source.matchAll(member)) {
    texts.set(name, textOf(text));
  }
  return texts;
}

/** The words of a comment: without its stars and the escapes of the client's generator. */
function textOf(lines) {
  const text = lines
    ?.replace(/^\s*\* ?/gm, '')
    .replace(/\\(['"`\\])/g, '$1')
    .replaceAll('*_/', '*/')
    .trim();
  return text === '' ? undefined : text;
}

export async function generateDescriptions(file) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(readDescriptions()));
}
