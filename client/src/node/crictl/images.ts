import { asArray, asObject, asString } from './json';

/** Image ids and the name that people know each by. Throws SyntaxError for what is no JSON. */
export function parseImages(stdout: string): [id: string, name: string][] {
  return asArray(asObject(JSON.parse(stdout))['images']).flatMap((item) => {
    const image = asObject(item);
    const name = [...asArray(image['repoTags']), ...asArray(image['repoDigests'])]
      .map(asString)
      .find((tag) => tag !== '');
    return name === undefined ? [] : [[asString(image['id']), name] satisfies [string, string]];
  });
}
