import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

/** ARCHITECTURE.md's boundaries, read off the imports themselves: lint can be switched off by a comment, this can't. */
const boundaries: readonly { readonly folder: string; readonly never: RegExp; readonly except?: RegExp }[] = [
  { folder: 'server/src/manifest', never: /^(vscode|node:|ajv|ssh2)|\/schema\/|\/language-service\// },
  { folder: 'server/src/schema', never: /^(vscode|node:|yaml$|ssh2)|\/language-service\//, except: /\.mjs$/ },
  { folder: 'server/src/rules', never: /^(vscode|node:|yaml$|ajv|ssh2)|\/language-service\// },
  { folder: 'server/src/validation', never: /^(vscode|node:|yaml$|ajv|ssh2)|\/language-service\// },
  { folder: 'server/src/language-service', never: /^(vscode|node:|ssh2)/ },
  { folder: 'server/src', never: /^(ssh2$|vscode$)|client\/src/ },
  { folder: 'client/src/node', never: /^(vscode|ssh2|ssh-config)|\/ssh\/|server\/src|\/(views|commands|documents)\// },
  { folder: 'client/src/transport', never: /^vscode|server\/src|\/(node|views|commands|documents)\// },
  { folder: 'client/src/transport', never: /^(ssh2|ssh-config)/, except: /\/ssh\// },
  { folder: 'client/src', never: /^(ssh2|ssh-config)/, except: /transport\/ssh\// },
  { folder: 'client/src/cluster', never: /^vscode|^ssh|\/ssh\/|server\/src|\/(views|commands|documents)\// },
  { folder: 'client/src/documents', never: /\/commands\// },
  { folder: 'client/src/views', never: /\/commands\// },
  { folder: 'client/src', never: /^@kubernetes/, except: /cluster\/connect\.ts$/ },
  { folder: 'cli/src', never: /^@kubernetes/ },
  { folder: 'client/src', never: /server\/src\/(?!protocol$)/ },
  { folder: 'cli/src', never: /^vscode($|-languageclient)|client\/src\/(views|commands|documents)/ },
  { folder: 'demo/src', never: /^vscode|client\/src\/(views|commands|documents)/ },
];

interface Import {
  readonly file: string;
  readonly from: string;
}

function importsIn(folder: string): Import[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs)$/.test(name))
    .flatMap((name) => {
      const file = path.posix.join(folder, name.split(path.sep).join('/'));
      const text = readFileSync(file, 'utf8');
      return [...text.matchAll(/(?:from|import\(|import|require\()\s*'([^']+)'/g)].map((match) => ({
        file,
        from: match[1] ?? '',
      }));
    });
}

describe('the boundaries between the parts', () => {
  for (const { folder, never, except } of boundaries) {
    it(`${folder} never imports ${never.source}`, () => {
      const imports = importsIn(folder);
      assert.ok(imports.length > 0, `${folder} has no imports: is the path right?`);
      const crossed = imports.filter(({ file }) => except?.test(file) !== true).filter(({ from }) => never.test(from));
      assert.deepEqual(crossed, []);
    });
  }
});
