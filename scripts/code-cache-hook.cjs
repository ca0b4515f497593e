// Preloaded while scripts/code-cache.mjs runs the product: when the process ends, what V8 made of one bundle
// goes behind the mark in its cache.
const { appendFileSync } = require('node:fs');
const v8 = require('node:v8');
const vm = require('node:vm');

const { CODE_CACHE_BUNDLE: bundle, CODE_CACHE_FILE: file } = process.env;
const setFlags = v8.setFlagsFromString;

vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    if (options?.filename !== bundle) {
      return;
    }
    // A cache serves only a process with the flags that were set when it was made: those at this moment, when the
    // bundle is loaded, not what it sets itself.
    v8.setFlagsFromString = () => undefined;
    process.on('exit', () => {
      v8.setFlagsFromString = setFlags;
      appendFileSync(file, this.createCachedData());
    });
  }
};
