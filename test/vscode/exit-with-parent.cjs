// Preloaded into the VS Code server: its standard input is a pipe from the program that started it, and ends however
// that program ends, be it by SIGKILL. The server's own children inherit this preload and are left to the server.
const { basename } = require('node:path');

if (basename(process.argv[1] ?? '') === 'server-main.js') {
  process.stdin.on('end', () => process.exit(0)).resume();
}
