/** What Kubernetes' API documentation says. Where the texts come from is the caller's affair: they are read when asked for. */
export interface FieldTexts {
  /** Of a field of a type of the Pod, or of the type itself where `field` is ''. */
  textOf(type: string, field: string): string | undefined;
}

/** A field by the type that has it, and the type of its value. */
export interface FieldPlace {
  readonly owner: string;
  readonly field: string;
  readonly type: string;
}

/** The text as Markdown; of the value's type where Kubernetes says nothing of the field itself. */
export function describeByText(texts: FieldTexts | undefined, { owner, field, type }: FieldPlace): string | undefined {
  const text = texts?.textOf(owner, field) ?? texts?.textOf(type, '');
  return text === undefined ? undefined : toMarkdown(text);
}

/** Code in backticks, an address, or a character that Markdown or HTML would take for its own. */
const special = /`[^`\n]+`|https?:\/\/[^\s<>()[\]{}"'`]*[\w/]|[\\`*_[\]<>#|~&!$]|^[ \t]*(?:[-+]|\d+[.)])(?=\s)/gm;

/** Plain text as Markdown that shows just that. Only addresses of the web become links. */
export function toMarkdown(text: string): string {
  return text.replace(special, (found) => {
    if (found.length > 1 && found.startsWith('`')) {
      return found;
    }
    return /^https?:/.test(found) ? `<${found}>` : found.replace(/\S$/, '\\$&');
  });
}
