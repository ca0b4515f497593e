/**
 * A reporter for node:test that writes one line of JSON: by test file, `{passed, failed, skipped, names, timedOut}`,
 * `names` being the failed tests'. Suites count by their tests only.
 */
export default async function* outcome(events) {
  const files = {};
  for await (const { type, data } of events) {
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details?.type === 'suite') {
      continue;
    }
    const file = (files[data.file] ??= { passed: 0, failed: 0, skipped: 0, names: [], timedOut: false });
    if (type === 'test:fail') {
      file.failed += 1;
      file.names.push(data.name);
      file.timedOut ||= data.details?.error?.failureType === 'testTimeoutFailure';
    } else if (data.skip !== undefined || data.todo !== undefined) {
      file.skipped += 1;
    } else {
      file.passed += 1;
    }
  }
  yield `${JSON.stringify(files)}\n`;
}
