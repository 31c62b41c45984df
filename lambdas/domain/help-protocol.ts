import type { HelpPart } from './help-part.ts';

const mapping =
  'Look at the attribute mapping of the application in the identity provider; the message names the attribute.';

/** Refusals of requests that SCIM itself does not allow, by their keywords (RFC 7644 §3.12, RFC 9865 §2.1) or their statuses. */
export const helpOnProtocol = {
  invalidValue: {
    cause: 'An attribute that is required was not sent, or one was sent as something else than it is.',
    solution: mapping,
  },
  invalidSyntax: {
    cause: 'The body is no JSON, or not the message that this request needs.',
    solution: 'With a client of your own, correct the body as the message says. Okta and Entra ID do not cause it.',
  },
  invalidFilter: {
    cause: 'The filter is mistyped, or names an attribute that there is not. A filter is never guessed at.',
    solution:
      'Correct it at the place that the message gives. Texts stand in double quotes: userName eq "ada@example.com".',
  },
  invalidPath: {
    cause: 'The path is mistyped, or names an attribute of the core schema that there is not.',
    solution: mapping,
  },
  noTarget: {
    cause: 'The filter in the path finds no value that could be changed, or there is no path where one is needed.',
    solution: `Send the value without a filter. ${mapping}`,
  },
  mutability: {
    cause: 'A read-only attribute was to be changed, or one that is required was to be removed.',
    solution: `Take the attribute out of the mapping, or give it a value. ${mapping}`,
  },
  uniqueness: {
    cause: 'Another user or group has the name.',
    solution: 'Import users and groups, and match or link them; or choose another name.',
  },
  tooMany: {
    cause: 'No index answers the filter, and there are more resources than one request may look at.',
    solution:
      'Filter by userName, externalId, emails.value, id or meta.lastModified as well, or read the list page by page.',
  },
  sensitive: {
    cause: 'The request filters or sorts by a password, and URLs are kept in logs.',
    solution: 'Take the password out of the filter. No password is stored here.',
  },
  invalidVers: {
    cause: 'The base URL names another version than v2.',
    solution: 'Enter the SCIM base URL that ends with /scim/v2.',
  },
  invalidCursor: {
    cause: 'A page was asked with the cursor of another query or organization, or with another filter or order.',
    solution: 'Begin again with an empty cursor.',
  },
  expiredCursor: {
    cause: 'More than an hour went by between two pages.',
    solution: 'Begin again with an empty cursor, and ask the pages sooner one after the other.',
  },
  invalidCount: {
    cause: 'count is no whole number, or larger than the largest page.',
    solution: 'Send a number from 0 to 1000.',
  },
  badRequest: {
    cause: 'The request does not have the form that it needs.',
    solution: 'Correct it as the message says.',
  },
  notAllowed: {
    cause: 'A rule forbids it, as the message says. Discovery endpoints, for one, take no filter.',
    solution: 'Do what the message says.',
  },
  notFound: {
    cause: 'The base URL is mistyped, or what the path names does not exist in this organization.',
    solution: 'Enter the base URL that ends with /scim/v2, without anything after it. `rollcall doctor` tries it.',
  },
  conflict: {
    cause: 'The operation that was to create it was refused, as its own answer says; or the request ended before.',
    solution: 'Correct that operation, and send both again.',
  },
  versionMismatch: {
    cause: 'The request names a version in If-Match, and somebody else was faster.',
    solution: 'Read the resource again, and repeat the change.',
  },
  tooLarge: {
    cause: 'A limit was reached that the message names.',
    solution: 'Send or ask for less at a time: fewer members or operations, fewer attributes.',
  },
  tooManyRequests: {
    cause:
      'All SCIM keys of the organization together sent more requests, averaged over ten seconds, than its limit allows; each ' +
      'operation of a Bulk request counts. The identity provider waits, and goes on by itself.',
    solution:
      'Nothing needs to be done, unless it lasts. Then look whose key sends so much (`rollcall activity`), and whether the ' +
      'same key is entered twice. The limit is raised with `rollcall org set --rate-limit`.',
  },
  busy: {
    cause: 'Very many requests changed the same user or group at once. Nothing was lost or half done.',
    solution: 'The identity provider tries again by itself. Otherwise retry the task.',
  },
  unavailable: {
    cause: 'The database was busy, or the request had more to do than its time allowed. Nothing was half done.',
    solution:
      'The identity provider tries again by itself. Otherwise retry the task. If it lasts, send less in one request.',
  },
  fault: {
    cause: 'A fault of this service.',
    solution:
      'Retry the task. If it happens again, report the request id in the message to whoever runs this deployment.',
  },
  notOffered: {
    cause: 'The path exists, and does not do what was asked: /Me, for one, has no meaning for a key.',
    solution: 'Use one of the paths and methods that the message names.',
  },
} satisfies HelpPart;
