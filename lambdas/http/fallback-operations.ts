import { invalidVers, notFound, notImplemented } from '#scim/errors.ts';
import { shortened } from '#scim/shortened.ts';
import type { Operations } from './operation.ts';

/** How much of an unknown path an answer repeats. */
const shownPath = 200;
/** How much of an unknown version. */
const shownVersion = 20;

/** The version in a path that names another than ours (RFC 7644 §3.13). */
const otherVersion = /^\/scim\/(v(?!2(?:\/|$))\d[\d.]*)(?:\/|$)/iu;

/**
 * What every route that is no other's answers (P7): 404 with what there is, 501 for `/Me` (RFC 7644 §3.11), and
 * invalidVers for another version of the protocol (§3.12).
 */
export const fallbackOperations: Operations = {
  $default: {
    access: 'anyone',
    answer: ({ event, baseUrl }) => {
      const { method } = event.requestContext.http;
      const path = shortened(event.rawPath, shownPath);
      if (/^\/scim(?:\/v2)?\/me(?:\/|$)/iu.test(event.rawPath)) {
        throw notImplemented(
          `${method} ${path} is not offered: a SCIM key stands for an organization, not for a person. ` +
            'Please use /Users.',
        );
      }
      const version = otherVersion.exec(event.rawPath)?.[1];
      if (version !== undefined) {
        throw invalidVers(
          `The version ${shortened(version, shownVersion)} of SCIM is not offered here, only v2. ` +
            `Please use the SCIM base URL ${baseUrl}/v2.`,
        );
      }
      throw notFound(
        `There is no ${method} ${path} here. The SCIM base URL is ${baseUrl}; below it are ` +
          '/Users and /Groups (GET, POST), /Users/{id} and /Groups/{id} (GET, PUT, PATCH, DELETE), ' +
          '/Bulk, /.search, /Users/.search and /Groups/.search (POST), and a query at the base URL itself (GET), ' +
          '/ServiceProviderConfig, /ResourceTypes and /Schemas (GET). Please correct the base URL or the path.',
      );
    },
  },
};
