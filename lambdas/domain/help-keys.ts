import type { HelpPart } from './help-part.ts';

/** Refusals of keys, and what happens to them. */
export const helpOnKeys = {
  keyRefused: {
    cause:
      'The request had no key, a mistyped one, one of another deployment, or one that is deactivated or has expired. ' +
      'Whoever calls is not told which.',
    solution:
      'Look at the keys in the Console (`rollcall key list`), and at the activity log for the use of a key that has ended. ' +
      'Enter a current one as the API token (Okta: Provisioning > Integration): the key alone, without "Bearer" before it. ' +
      '`rollcall doctor` tries a key as Okta would.',
  },
  keyExpired: {
    cause: 'The identity provider still calls with this key, and everything that it sends is refused with 401.',
    solution:
      'Create a key (`rollcall key create`), and enter it in the identity provider; then retry the tasks that failed.',
  },
  keyDeactivated: {
    cause:
      'Somebody deactivated the key, and an identity provider still calls with it. All that it sends is refused with 401.',
    solution:
      'If that was on purpose, switch off provisioning there. Otherwise create a key (`rollcall key create`) and enter it ' +
      'in the identity provider.',
  },
  keyExpiring: {
    cause:
      'The key reaches its end within 30 days. From then on everything that the identity provider sends is refused with 401.',
    solution:
      'Create another key (`rollcall key create`), enter it in the identity provider, then deactivate the old one ' +
      '(`rollcall key deactivate`). To make the same key anew does not help: it keeps its expiry.',
  },
  keyMayOnlyRead: {
    cause: 'A key of the scope "read" was entered where the identity provider writes.',
    solution: 'Create a key of the scope "full" (`rollcall key create`) and enter it in the identity provider.',
  },
  keyNotFound: {
    cause: 'The id is mistyped, of another organization, or of a key that ended more than 90 days ago.',
    solution: 'Look for it in the list (`rollcall key list`).',
  },
  keyEndHasPassed: {
    cause: 'The expiry of the new key is not in the future, or is no moment at all.',
    solution: 'Give a later one, or leave it out for a key that does not expire.',
  },
  keyEnded: {
    cause: 'A key that has ended stays ended, so that nobody wakes it up by mistake.',
    solution: 'Create another key (`rollcall key create`) and enter it in the identity provider.',
  },
  tooManyKeys: {
    cause: 'Many keys were created and none of them was deactivated.',
    solution: 'Deactivate those that nobody uses: `rollcall key list` shows when each was last used.',
  },
  tooManyWrongKeys: {
    cause:
      'More than 30 requests with missing or wrong keys came from one address within a minute. A valid key is let in from ' +
      'the same address all the time; so this request had none either.',
    solution:
      'As for a refused key: enter a current key as the API token of the connection. The limit goes away within a minute.',
  },
  tooManyReplacedKeys: {
    cause: 'Each key that was replaced counts until its grace is over, and these are as many as there can be.',
    solution:
      'Wait until one of them has ended, or make the key anew with a grace of 0 seconds, which ends all of them.',
  },
} satisfies HelpPart;
