// `npm run pictures`: the VS Code suite, with its pictures where the README and the reader find them.
process.env.STATIC_PODS_PICTURES = 'docs/images';
process.argv.splice(2, process.argv.length, 'vscode');
await import('../run.mjs');
