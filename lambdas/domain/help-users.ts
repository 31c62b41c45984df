import type { HelpPart } from './help-part.ts';

/** Refusals on people. */
export const helpOnUsers = {
  domainNotAllowed: {
    cause:
      'The email domain of the userName, or of the primary email address, is not among the domains of the organization. ' +
      'It is looked at when somebody is created or reactivated, and when one of these values changes.',
    solution:
      'Add the domain in the Console (`rollcall domain add`), then assign the person again or press "Retry Selected" in ' +
      "Okta's tasks. If the person should not come in, take the person, or the group that assigns the person, off the " +
      'application. An organization without any domain admits nobody.',
  },
  userNameIsNoAddress: {
    cause: 'The identity provider sends a login name as userName, and people are known here by their email addresses.',
    solution:
      'In Okta set Sign On > Application username format to Email. In Entra ID map userPrincipalName, or mail, to userName.',
  },
  userNameTaken: {
    cause:
      'Somebody was to be created, or renamed, with a userName that another member has; case makes no difference. It is ' +
      'often the same person, who was invited before provisioning was switched on.',
    solution:
      'In Okta open Import, press "Import Now" and confirm the match of this person, then retry the task. If they are two ' +
      'people, give one of them another userName.',
  },
  userNameTooLong: {
    cause: 'A userName is an email address, and holds no more than the longest one there can be.',
    solution: 'Map a shorter attribute to userName.',
  },
  userTooLarge: {
    cause:
      'All attributes of one person together are larger than what is stored of one, often for a photo or a long list.',
    solution: 'Map fewer or shorter attributes to the application.',
  },
  tooManyAddresses: {
    cause: 'More email addresses of one person were sent than can be looked up.',
    solution: 'Map fewer addresses to emails: the work address is enough.',
  },
  userNotFound: {
    cause:
      'The identity provider remembers somebody who was removed here, or the SCIM key is of another organization than the ' +
      'one that the person was created in.',
    solution:
      'In Okta take the person off the application and assign the person again, or import users. If it happens to everybody, ' +
      'look which organization the SCIM key belongs to.',
  },
  tooManyGroupsOfUser: {
    cause: 'One more group would be more than one person can be in.',
    solution: 'Take the person out of a group that is not needed any more, then push the group again.',
  },
  ownerMustBeActive: {
    cause: 'The organization role Owner was sent for somebody who is inactive, or together with a deactivation.',
    solution: 'Activate the person first, or map Member or Admin.',
  },
  unknownOrgRole: {
    cause: 'The attribute mapping sends another text than Member, Admin or Owner as the organization role.',
    solution: 'Correct the mapping or the value in the profile. No value at all means Member.',
  },
} satisfies HelpPart;
