import { consoleRefusals } from './console-refusals.ts';

/** The longest name that an administrator may give to something, in characters. */
export const nameLimit = 100;

/** A name as an administrator gave it, without white space around it. Throws 400 where nothing can be named so. */
export function readName(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > nameLimit || /\p{Cc}/u.test(name) || !name.isWellFormed()) {
    throw consoleRefusals.nameUnusable(text, nameLimit);
  }
  return name;
}
