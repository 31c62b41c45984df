import { ScimError, coded } from '#scim/errors.ts';
import { shortened } from '#scim/shortened.ts';

/** How much of an unknown path an answer repeats. */
const shownPath = 200;

/** The refusals of the admin API as such, before any rule of the product is asked. */
export const adminRefusals = coded({
  requestUnsigned(): ScimError {
    return unauthorized(
      'The request is not signed. Please sign it with AWS Signature Version 4 (service execute-api).',
    );
  },

  adminKeyRefused(): ScimError {
    return unauthorized(
      'The admin key is missing or not valid. Please send "Authorization: Bearer <admin key>" with the adminKey that ' +
        'the server wrote to endpoint.json in its data folder. A SCIM key does not count here.',
    );
  },

  pathUnknown(method: string, path: string): ScimError {
    return new ScimError(
      404,
      `There is no ${method} ${shortened(path, shownPath)} here. The admin API begins with /admin/v1/organizations. ` +
        'Please correct the path; a slash at its end makes it another one.',
    );
  },

  methodNotOffered(method: string, path: string, allowed: string): ScimError {
    return new ScimError(405, `${method} ${shortened(path, shownPath)} is not offered. Please use one of ${allowed}.`, {
      headers: { allow: allowed },
    });
  },

  /** `where` and `what` tell the first thing that is wrong. */
  requestNotTaken(where: string, what: string, more: boolean): ScimError {
    return new ScimError(
      400,
      `The request is not what this operation takes. ${where}: ${what}${more ? ' The rest is told in errors.' : ''} ` +
        'Please correct the request.',
    );
  },

  mediaTypeUnknown(detail: string): ScimError {
    return new ScimError(415, detail);
  },

  personWithoutOrganization(): ScimError {
    return new ScimError(
      400,
      'On-Behalf-Of names a person of one organization, and this path names no organization. Please leave the header out.',
    );
  },
});

function unauthorized(detail: string): ScimError {
  return new ScimError(401, detail, { headers: { 'www-authenticate': 'Bearer realm="admin"' } });
}
