/**
 * A reporter for node:test that writes one line of JSON: `{passed, failed, skipped, names, timedOut}`, `names` being the
 * failed tests'. Suites count by their tests only.
 */
export default async function* outcome(events) {
  const told = { passed: 0, failed: 0, skipped: 0, names: [], timedOut: false };
  for await (const { type, data } of events) {
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details?.type === 'suite') {
      continue;
    }
    if (type === 'test:fail') {
      told.failed += 1;
      told.names.push(data.name);
      told.timedOut ||= data.details?.error?.failureType === 'testTimeoutFailure';
    } else if (data.skip !== undefined || data.todo !== undefined) {
      told.skipped += 1;
    } else {
      told.passed += 1;
    }
  }
  yield `${JSON.stringify(told)}\n`;
}
