import { versionMismatch } from './errors.ts';

/**
 * What a change asks of the present version: `required` where it depends on it, and `check` throws 412 where this
 * version is not as asked.
 */
export type Precondition = { readonly required: boolean; check(version: string): void };

/**
 * The weak ETag of a resource that consists of parts with these revisions (RFC 7644 §3.14): `W/"3.7"`; or of one whose
 * revision is a digest of its content.
 */
export function etag(...revisions: readonly (number | string)[]): string {
  return `W/"${revisions.join('.')}"`;
}

/**
 * Reads If-Match: a list of ETags, or `*` for whatever there is; compared weakly, quoted or not (RFC 9110 §13.1.1).
 * If-None-Match refuses the versions that it names (§13.1.2).
 */
export function readPrecondition(ifMatch: string | undefined, ifNoneMatch?: string): Precondition {
  const accepted = ifMatch === undefined ? undefined : readTags(ifMatch);
  const named = accepted !== undefined && !accepted.has('*');
  return {
    required: named || ifNoneMatch !== undefined,
    check: (version) => {
      if (named && !accepted.has(opaqueTag(version))) {
        throw versionMismatch(
          `The resource has changed: it is at version ${version} now. Please read it again, then repeat the change.`,
        );
      }
      if (notModified(ifNoneMatch, version)) {
        throw versionMismatch(
          `The resource is at version ${version}, which If-None-Match rules out. Please leave If-None-Match out.`,
        );
      }
    },
  };
}

/**
 * True where 304 is the answer to a GET, because If-None-Match names the version (RFC 9110 §13.1.2). Throws 412 where
 * If-Match names others only (§13.1.1).
 */
export function isKnown(ifMatch: string | undefined, ifNoneMatch: string | undefined, version: string): boolean {
  readPrecondition(ifMatch).check(version);
  return notModified(ifNoneMatch, version);
}

function notModified(ifNoneMatch: string | undefined, version: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const known = readTags(ifNoneMatch);
  return known.has('*') || known.has(opaqueTag(version));
}

function readTags(header: string): ReadonlySet<string> {
  return new Set(header.split(',').map(opaqueTag));
}

function opaqueTag(tag: string): string {
  return tag.trim().replace(/^W\//u, '').replaceAll('"', '');
}
