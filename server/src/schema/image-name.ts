const alphanumeric = '[a-z0-9]+';
const separator = '(?:[._]|__|-+)';
const component = `${alphanumeric}(?:${separator}${alphanumeric})*`;
const domainComponent = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)';
const domain = `(?:${domainComponent}(?:\\.${domainComponent})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const reference = new RegExp(
  `^(?:${domain}/)?(?<path>${component}(?:/${component})*)(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
);
const digestLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/**
 * The tag of an image reference as the kubelet's defaulting sees it (pkg/util/parsers/parsers.go and
 * github.com/distribution/reference v0.6.0): `latest` where neither tag nor digest is written, undefined where the
 * reference has only a digest or is none at all.
 */
export function imageTag(image: string): string | undefined {
  if (/^[a-f0-9]{64}$/.test(image)) {
    return undefined;
  }
  const slash = image.indexOf('/');
  const first = slash < 0 ? '' : image.slice(0, slash);
  const isDomain = /[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first;
  const remainder = isDomain ? image.slice(slash + 1) : image;
  const [remote = ''] = remainder.split(':', 1);
  if (remote.toLowerCase() !== remote) {
    return undefined;
  }
  const isOfficial = slash < 0 || (/^(?:index\.)?docker\.io$/.test(first) && !remainder.includes('/'));
  const full = `${isDomain ? first : 'docker.io'}/${isOfficial ? 'library/' : ''}${remainder}`;
  const groups = reference.exec(full)?.groups;
  if (groups === undefined || (groups['path'] ?? '').length > 255) {
    return undefined;
  }
  const { tag, digest } = groups;
  if (digest !== undefined) {
    const [algorithm = '', encoded = ''] = digest.split(':');
    if (digestLengths.get(algorithm) !== encoded.length || encoded.toLowerCase() !== encoded) {
      return undefined;
    }
  }
  return tag ?? (digest === undefined ? 'latest' : undefined);
}
