import { consoleRefusals } from './console-refusals.ts';

/** The longest name that an administrator may give to something, in characters. */
export const nameLimit = 100;

/** Control characters, and those that end a line or a paragraph. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** A name as an administrator gave it, without white space around it. Throws 400 where nothing can be named so. */
export function readName(text: string): string {
  const name = text.trim();
  if (name === '' || Array.from(name).length > nameLimit || controls.test(name) || !name.isWellFormed()) {
    throw consoleRefusals.nameUnusable(text, nameLimit);
  }
  return name;
}
