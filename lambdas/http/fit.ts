import { type ScimError, tooLarge } from '#scim/errors.ts';
import type { JsonObject } from '#scim/json.ts';
import { type Content, contentLimit, contentOf } from './content.ts';
import type { Codings } from './content-codings.ts';
import { leanMember, membersIn, withLeanMembers } from './lean-members.ts';
import type { Answer } from './operation.ts';

/**
 * The answer with its content, so that a response can hold it: as it is, else compressed where the client takes that,
 * else with members that are their ids alone; undefined where all that is too large (P3).
 */
export function fit({ body, ...answer }: Answer, codings: Codings): Answer | undefined {
  if (body === undefined) return answer;
  const content = answer.content ?? (answer.mayLean === true ? contentOrLean : contentOf)(body, codings);
  return content && { ...answer, body, content };
}

/** 413: no response can hold the answer. Nothing is cut short, so it says what can be asked instead (P3). */
export function unfit({ gzip }: Codings): ScimError {
  const compressed = gzip > 0 ? '' : ' About twice as many fit where the client sends Accept-Encoding: gzip.';
  return tooLarge(
    'The answer is larger than the 6 MB that one response can hold. Please leave the members out with ' +
      `excludedAttributes=members; the Console lists the members of a group page by page.${compressed}`,
  );
}

function contentOrLean(body: JsonObject, codings: Codings): Content | undefined {
  const members = membersIn(body);
  const [member] = members;
  if (member === undefined) return contentOf(body, codings);
  // No text is made that cannot fit: it takes long, and of millions of members there can be none.
  const couldFit = (one: JsonObject): boolean => members.length * leastBytes(one, codings) <= contentLimit;
  const content = couldFit(member) ? contentOf(body, codings) : undefined;
  if (content !== undefined || isLean(member) || !couldFit(leanMember(member))) return content;
  return contentOf(withLeanMembers(body), codings);
}

/** What a member takes at least. Compressed that is its id, which is random, and what leads back from its URL to the id. */
function leastBytes(member: JsonObject, { gzip }: Codings): number {
  if (gzip === 0) return JSON.stringify(member).length;
  return isLean(member) ? 20 : 32;
}

function isLean(member: JsonObject): boolean {
  return Object.keys(member).length === 1;
}
