import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';

/** Octets of the mark that says of which bundle a code cache is: the cache begins with it, the bundle with it in a comment. */
const markLength = 32;
const head = '(function (exports, require, module, __filename, __dirname) {';
const tail = '\n})';
const markAt = `${head}/*`.length;

type RunBundle = (exports: unknown, require: NodeJS.Require, module: unknown, file: string, folder: string) => void;

/**
 * Loads the bundle that lies beside this one. A Node.js of the version that built it takes what V8 made of it then
 * (scripts/code-cache.mjs) instead of reading the code anew, which is most of a start; any other just reads it. V8
 * refuses a cache that does not fit its version or its flags.
 */
export function loadBundle(name: string): unknown {
  const file = path.join(__dirname, `${name}.js`);
  const require = createRequire(file);
  const cacheFile = path.join(__dirname, `${name}.${process.version}-${process.platform}-${process.arch}.cache`);
  if (!existsSync(cacheFile)) {
    return require(file);
  }
  const code = readWrapped(file);
  const cache = readFileSync(cacheFile);
  // V8 itself would compare no more than the lengths.
  if (code.compare(cache, 0, markLength, markAt, markAt + markLength) !== 0) {
    return require(file);
  }
  const module = { exports: {} };
  // esbuild escapes what is not ASCII.
  const script = new Script(code.toString('latin1'), { filename: file, cachedData: cache.subarray(markLength) });
  const run = script.runInThisContext() as RunBundle;
  run(module.exports, require, module, file, __dirname);
  return module.exports;
}

/** A bundle as the function that Node.js makes of a module. Put together as octets, it is copied once less. */
function readWrapped(file: string): Buffer {
  const open = openSync(file, 'r');
  try {
    const { size } = fstatSync(open);
    const code = Buffer.allocUnsafe(head.length + size + tail.length);
    code.write(head, 'latin1');
    const read = readSync(open, code, head.length, size, 0);
    code.write(tail, head.length + read, 'latin1');
    return code.subarray(0, head.length + read + tail.length);
  } finally {
    closeSync(open);
  }
}
