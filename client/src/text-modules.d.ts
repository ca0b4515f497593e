/** Shell scripts and plain text are bundled as strings by esbuild (esbuild.mjs, loader `text`). */
declare module '*.sh' {
  const text: string;
  export default text;
}
declare module '*.txt' {
  const text: string;
  export default text;
}
