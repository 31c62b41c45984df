/** What one check of the doctor came to; `advice` is there where something is to be done. */
export type Finding = {
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly words: string;
  readonly advice?: string;
};

/** All is well. */
export function ok(check: string, words: string): Finding {
  return { check, state: 'ok', words };
}

/** It works, but something may surprise. */
export function warn(check: string, words: string, advice: string): Finding {
  return { check, state: 'warn', words, advice };
}

/** An identity provider would not get through with this. */
export function fail(check: string, words: string, advice: string): Finding {
  return { check, state: 'fail', words, advice };
}
