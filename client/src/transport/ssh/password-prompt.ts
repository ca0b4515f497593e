const password = /pass(word|phrase)/i;
const oneTime = /one[- ]?time|otp|verification|code|token|new pass|old pass|current pass/i;

/** Looks like a question for a password to be used again, not for a code that is good once. */
export function asksForPassword(text: string): boolean {
  return password.test(text) && !oneTime.test(text);
}
