import picomatch from 'picomatch';
import type { Settings } from '../protocol';
import type { Analysis } from './check';

/** What a document is taken for. Only `static-pod` gets the kubelet's findings. */
export type Classification =
  | { readonly as: 'static-pod'; readonly because: 'path' | 'kubelet-folder' | 'user' }
  /** A Pod template for another program: its braces are no mistakes. */
  | { readonly as: 'template'; readonly language: 'Jinja' | 'Go' }
  /** In a folder of manifests, but for the API server: a Deployment, a Service … */
  | { readonly as: 'other-kind'; readonly kind: string }
  /** Not in a manifests folder, or no Kubernetes object. */
  | { readonly as: 'not-ours' };

export interface PathMatcher {
  /** `path` uses forward slashes. */
  readonly match: (path: string) => 'kubelet-folder' | 'include' | undefined;
}

/** kubeadm's static pod folder; what stands there is meant for a kubelet whatever the settings say. */
const kubeletFolder = ['**/etc/kubernetes/manifests/**'];

export function createPathMatcher(files: Settings['files']): PathMatcher {
  // Globs are compiled when the first path is asked about: until then settings often change.
  let globs: Record<'kubeletFolder' | 'include' | 'exclude', (path: string) => boolean> | undefined;
  return {
    match(path) {
      globs ??= {
        kubeletFolder: picomatch(kubeletFolder, { dot: true }),
        include: picomatch([...files.include], { dot: true }),
        exclude: picomatch([...files.exclude], { dot: true }),
      };
      // Globs such as **/manifests/** are matched without the leading slash, as picomatch expects.
      const relative = path.replace(/^\/+/, '');
      if (globs.kubeletFolder(relative)) {
        return 'kubelet-folder';
      }
      if (globs.exclude(relative)) {
        return undefined;
      }
      return globs.include(relative) ? 'include' : undefined;
    },
  };
}

/**
 * Decides what a document is, from its place and what was read of it. Strict (the kubelet's own folder, or the user's
 * word) means that everything in it is told; elsewhere only a Pod is ours.
 */
export function classify(
  analysis: Analysis,
  place: 'kubelet-folder' | 'include' | undefined,
  treatAsStaticPod: boolean,
): Classification {
  if (treatAsStaticPod) {
    return { as: 'static-pod', because: 'user' };
  }
  if (place === undefined) {
    return { as: 'not-ours' };
  }
  if (place === 'kubelet-folder') {
    return { as: 'static-pod', because: 'kubelet-folder' };
  }
  const template = findTemplate(analysis);
  if (template !== undefined) {
    return { as: 'template', language: template };
  }
  const kind = analysis.decoded?.kind ?? readKind(analysis.text);
  if (kind === 'Pod') {
    return { as: 'static-pod', because: 'path' };
  }
  return kind === undefined ? { as: 'not-ours' } : { as: 'other-kind', kind };
}

/** Marks of a template outside quotes and comments; a sound manifest with `{{` in a script is none. */
function findTemplate({ text, accepted, parsed, decoded }: Analysis): 'Jinja' | 'Go' | undefined {
  const sound = accepted || (parsed.error === undefined && decoded !== undefined && decoded.mismatches.length === 0);
  if (sound) {
    return undefined;
  }
  for (const line of text.split('\n')) {
    const mark = /^[^#'"]*?(\{%|\{\{)(.*)$/.exec(line);
    if (mark === null) {
      continue;
    }
    const inside = mark[2] ?? '';
    if (mark[1] === '{%') {
      return 'Jinja';
    }
    if (!inside.includes('}}') && !/^-?\s*(if|range|with|end|define|template|include|else)\b/.test(inside)) {
      continue;
    }
    return /^-?\s*(\.|\$|(if|range|with|end|define|template|include|else|quote|printf|toYaml)\b)/.test(inside)
      ? 'Go'
      : 'Jinja';
  }
  return undefined;
}

/** The first `kind:` line at the margin: for a text that broke before it was reached. */
function readKind(text: string): string | undefined {
  return /^kind:\s*["']?([A-Za-z]+)["']?\s*(?:#.*)?$/m.exec(text)?.[1] ?? /"kind"\s*:\s*"([A-Za-z]+)"/.exec(text)?.[1];
}
