/** What If-Match asks (RFC 7644 §3.14). */
export type Precondition = { readonly required: boolean; check(version: string): void };
export declare function etag(...revisions: readonly number[]): string;
export declare function readPrecondition(ifMatch: string | undefined): Precondition;
export declare function notModified(ifNoneMatch: string | undefined, version: string): boolean;
