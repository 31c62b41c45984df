import type { Attribute, ResourceType, Schema } from './attribute.ts';
import type { Filter } from './filter.ts';
import type { AttributePath } from './names.ts';

/** What the `path` of a PATCH operation names (RFC 7644 §3.5.2). */
export type Path =
  | { readonly kind: 'attribute'; readonly path: AttributePath }
  /** The elements of a multi-valued attribute that match, or one sub-attribute of each. */
  | {
      readonly kind: 'elements';
      readonly path: AttributePath;
      readonly filter: Filter;
      readonly subAttribute?: Attribute;
    }
  | { readonly kind: 'core' }
  | { readonly kind: 'extension'; readonly schema: Schema }
  /** Under a URN that nobody advertised: ignored (U3). */
  | { readonly kind: 'unknownExtension'; readonly text: string };
export declare function parsePath(text: string, type: ResourceType): Path;
export declare function printPath(path: Path): string;
