import { versionMismatch } from './errors.ts';

/** What If-Match asks: `required` where it names versions, and `check` throws 412 unless it names this one. */
export type Precondition = { readonly required: boolean; check(version: string): void };

/** The weak ETag of a resource that consists of parts with these revisions (RFC 7644 §3.14): `W/"3.7"`. */
export function etag(...revisions: readonly number[]): string {
  return `W/"${revisions.join('.')}"`;
}

/** Reads If-Match: a list of ETags, or `*` for whatever there is; compared weakly, quoted or not (RFC 9110 §13.1.1). */
export function readPrecondition(ifMatch: string | undefined): Precondition {
  const accepted = ifMatch === undefined ? undefined : readTags(ifMatch);
  if (accepted === undefined || accepted.has('*')) return { required: false, check: () => undefined };
  return {
    required: true,
    check: (version) => {
      if (accepted.has(opaqueTag(version))) return;
      throw versionMismatch(
        `The resource has changed: it is at version ${version} now. Please read it again, then repeat the change.`,
      );
    },
  };
}

/** True if If-None-Match names the version, so that 304 is the answer (RFC 9110 §13.1.2). */
export function notModified(ifNoneMatch: string | undefined, version: string): boolean {
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
