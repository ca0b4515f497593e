// Lint, and the boundaries between the parts of the product (ARCHITECTURE.md, "Boundaries").
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** One boundary: what the files may not import, and why. */
function boundary(files, patterns, options = {}) {
  return {
    files,
    ignores: options.except ?? [],
    rules: {
      'no-restricted-imports': ['error', { patterns: patterns.map(([group, message]) => ({ group, message })) }],
    },
  };
}

const noEditor = [['vscode', 'vscode/*', 'vscode-languageclient*'], 'this part runs without an editor'];
const noLsp = [['vscode-languageserver*'], 'findings know no LSP; to-lsp.ts converts'];
const noNode = [['node:*', 'fs', 'path', 'os', 'child_process'], 'the language service must bundle for a browser too'];
const noSsh = [['ssh2', 'ssh-config'], 'only client/src/transport/ssh imports ssh2'];

export default tseslint.config(
  {
    ignores: [
      'dist',
      'out',
      '.cache',
      'node_modules',
      'server/src/schema/generated',
      'test/kubelet',
      'test/vscode/code-server',
      'examples',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        performance: 'readonly',
        module: 'writable',
        require: 'readonly',
        document: 'readonly',
        window: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // VS Code's Disposable is meant structurally: anything with dispose() is one.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // TypeScript's noPropertyAccessFromIndexSignature asks for brackets; this rule would ask for dots.
      '@typescript-eslint/dot-notation': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // node:test's describe and it return promises that the runner awaits.
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  boundary(
    ['server/src/manifest/**/*.ts'],
    [
      noEditor,
      noLsp,
      noNode,
      noSsh,
      [['**/schema/**', '**/rules/!(field-path)', '**/language-service/**'], 'manifest knows text and values only'],
    ],
  ),
  boundary(
    ['server/src/schema/**/*.ts'],
    [noEditor, noLsp, noNode, noSsh, [['yaml', '**/language-service/**'], 'schema knows values, facts and ajv']],
  ),
  boundary(
    ['server/src/rules/**/*.ts', 'server/src/validation/**/*.ts'],
    [
      noEditor,
      noLsp,
      noNode,
      noSsh,
      [['yaml', 'ajv', 'ajv/*', '**/language-service/**'], 'a rule knows rule, manifest and schema types'],
    ],
  ),
  boundary(['server/src/language-service/**/*.ts'], [noEditor, noLsp, noNode, noSsh]),
  boundary(['server/src/*.ts'], [noEditor, noSsh]),
  boundary(
    ['client/src/node/**/*.ts'],
    [
      noEditor,
      noLsp,
      noSsh,
      [
        ['**/transport/ssh/**', '**/transport/local', '**/server/src/**'],
        'the node layer knows the Transport interface; verdicts come in as an interface',
      ],
    ],
  ),
  boundary(
    ['client/src/cluster/**/*.ts'],
    [
      noEditor,
      noLsp,
      noSsh,
      [['**/transport/ssh/**', '**/transport/local', '**/server/src/**'], 'the cluster layer knows interfaces only'],
      [['@kubernetes/*'], 'only cluster/connect.ts, a bundle of its own, holds the client library'],
    ],
    { except: ['client/src/cluster/connect.ts'] },
  ),
  boundary(
    ['client/src/transport/**/*.ts'],
    [
      noEditor,
      noLsp,
      [['**/node/**', '**/server/src/**', '**/views/**', '**/commands/**'], 'transport stands below the node layer'],
    ],
    { except: ['client/src/transport/ssh/**'] },
  ),
  boundary(
    ['client/src/*.ts', 'client/src/{commands,views,documents}/**/*.ts'],
    [
      noSsh,
      [['**/transport/ssh/**'], 'the editor part never sees ssh2'],
      [['**/server/src/!(protocol)', '**/server/src/*/**'], 'of the server the client imports protocol.ts only'],
    ],
  ),
  boundary(['cli/src/**/*.ts', 'demo/src/**/*.ts'], [noEditor]),
);
