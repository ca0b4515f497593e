import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  createLanguageService,
  type DocumentVerdict,
  type LanguageService,
  type LanguageServiceEnvironment,
} from './language-service/service';
import { defaultSettings, nearestMinor, newestMinor, type ClassifyResult, type Settings } from './protocol';
import { outline, type FolderInput, type OutlinedEntry } from './language-service/check-folder';
import { analyze } from './language-service/check';
import type { FileOutline, Finding, Target } from './rules/rule';

/** The newest minor, which the setting `newest` and an unreadable version mean. */

/** What lies around a document. */
export interface Surroundings {
  /** The entries of a folder, by its path, as they are on the disk. */
  entriesOf(folder: string): readonly FolderInput[];
  /** The text of a file that is open, by its URI: it counts, not the disk's. */
  openTextOf(uri: string): string | undefined;
}

/** What is known of the open documents: settings, the user's word, and a verdict kept for one version of each. */
export class DocumentVerdicts {
  #settings: Settings = defaultSettings;
  #service: LanguageService;
  readonly #treatedAsStaticPod = new Set<string>();
  readonly #deployedTo = new Map<string, string>();
  readonly #siblings = new Map<string, FileOutline>();
  readonly #verdicts = new Map<string, { version: number; verdict: DocumentVerdict }>();

  constructor(
    private readonly environment: LanguageServiceEnvironment,
    private readonly surroundings: Surroundings,
  ) {
    this.#service = createLanguageService(environment, this.#settings);
  }

  get service(): LanguageService {
    return this.#service;
  }

  configure(settings: Settings): void {
    this.#settings = settings;
    this.#service = createLanguageService(this.environment, settings);
    this.#verdicts.clear();
  }

  treatAsStaticPod(uri: string, on: boolean): void {
    if (on) {
      this.#treatedAsStaticPod.add(uri);
    } else {
      this.#treatedAsStaticPod.delete(uri);
    }
    this.#verdicts.delete(uri);
  }

  deployedTo(uri: string, kubernetesVersion: string | undefined): void {
    if (kubernetesVersion === undefined) {
      this.#deployedTo.delete(uri);
    } else {
      this.#deployedTo.set(uri, kubernetesVersion);
    }
    this.#verdicts.delete(uri);
  }

  close(uri: string): void {
    this.#verdicts.delete(uri);
  }

  verdictOf(document: TextDocument): DocumentVerdict {
    const kept = this.#verdicts.get(document.uri);
    if (kept?.version === document.version) {
      return kept.verdict;
    }
    const place = {
      path: pathOf(document.uri),
      treatAsStaticPod: this.#treatedAsStaticPod.has(document.uri),
    };
    const verdict = this.#service.judge(document.getText(), place, this.targetOf(document.uri));
    this.#verdicts.set(document.uri, { version: document.version, verdict });
    return verdict;
  }

  /** All that is to be shown of a document: its own findings, and what it and its neighbours do to each other. */
  findingsOf(document: TextDocument): readonly Finding[] {
    const { classification, analysis, findings } = this.verdictOf(document);
    const file = pathOf(document.uri);
    if (classification.as !== 'static-pod' || !document.uri.startsWith('file:')) {
      return findings;
    }
    const folder = file.slice(0, file.lastIndexOf('/'));
    const name = file.slice(folder.length + 1);
    const target = this.targetOf(document.uri);
    const siblings = this.surroundings.entriesOf(folder).filter((entry) => entry.name !== name);
    if (siblings.length === 0) {
      return findings;
    }
    const folderUri = document.uri.slice(0, document.uri.lastIndexOf('/') + 1);
    const entries: OutlinedEntry[] = siblings.map(({ text, ...entry }) => {
      const now = this.#openTextOf(folderUri, entry.name) ?? text;
      return now === undefined ? entry : { ...entry, text: now, file: this.#outlineSibling(now, target) };
    });
    entries.push({ name, kind: 'file', text: analysis.text, file: outline(analysis) });
    return [...findings, ...this.#service.judgeAmongSiblings(name, entries, target)];
  }

  /** Editors differ in whether a URI has `(`, `)`, `!`, `'` and `*` as they are: VS Code has not. */
  #openTextOf(folderUri: string, name: string): string | undefined {
    const encoded = encodeURIComponent(name);
    const strictly = encoded.replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
    return this.surroundings.openTextOf(folderUri + encoded) ?? this.surroundings.openTextOf(folderUri + strictly);
  }

  /** Neighbours are read again at every edit, and seldom change. */
  #outlineSibling(text: string, target: Target): FileOutline {
    const key = `${target.minor} ${target.nodeName} ${text}`;
    const known = this.#siblings.get(key);
    if (known !== undefined) {
      return known;
    }
    if (this.#siblings.size > 500) {
      this.#siblings.clear();
    }
    const file = outline(analyze(text, target));
    this.#siblings.set(key, file);
    return file;
  }

  targetOf(uri: string): Target {
    const { version } = this.versionOf(uri);
    return { minor: parseMinor(version) ?? newestMinor, nodeName: this.#settings.nodeName, source: 'file' };
  }

  /** The setting decides; without one, the node that the file was last deployed to, else the newest. */
  versionOf(uri: string): { version: string; from: ClassifyResult['versionFrom'] } {
    const set = this.#settings.kubernetesVersion;
    if (set !== 'newest' && parseMinor(set) !== undefined) {
      return { version: set, from: 'setting' };
    }
    const node = this.#deployedTo.get(uri);
    if (node !== undefined && parseMinor(node) !== undefined) {
      return { version: node, from: 'node' };
    }
    return { version: `1.${newestMinor}`, from: 'newest' };
  }

  classify(document: TextDocument): ClassifyResult {
    const { version, from } = this.versionOf(document.uri);
    return {
      classification: this.verdictOf(document).classification,
      kubernetesVersion: version,
      versionFrom: from,
    };
  }
}

/** `1.36`, `v1.36.3` → 36 where this product knows that version; a newer or older one counts as the nearest known. */
function parseMinor(version: string): number | undefined {
  const minor = /^v?1\.(\d{1,3})(?:\.|$|\+|-)/.exec(version.trim())?.[1];
  return minor === undefined ? undefined : nearestMinor(Number(minor));
}

function pathOf(uri: string): string {
  try {
    return decodeURIComponent(new URL(uri).pathname);
  } catch (error) {
    if (error instanceof TypeError || error instanceof URIError) {
      return uri;
    }
    throw error;
  }
}
