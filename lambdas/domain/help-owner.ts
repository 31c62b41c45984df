import type { HelpPart } from './help-part.ts';

const onePerson =
  'Let your directory send Owner for one person only: in Okta set the attribute for that person, not for a group. Whoever ' +
  'should administer beside the owner is Admin.';

/** Refusals on the owner of the organization. */
export const helpOnOwner = {
  ownerProtected: {
    cause:
      'Somebody unassigned, deactivated or deleted the owner in the identity provider, or gave the owner another ' +
      'organization role. An organization is never without an owner.',
    solution:
      'Make somebody else the owner: `rollcall owner transfer`, or Owner as the organization role of another active person. ' +
      'A refused deactivation is remembered, shown by `rollcall owner show`, and carried out with the transfer.',
  },
  secondOwner: {
    cause: 'A person was to be created with the organization role Owner, and there is an owner already.',
    solution:
      'Create the person as Member or Admin. To replace the owner, set the role of the person to Owner afterwards, or use ' +
      '`rollcall owner transfer`.',
  },
  ownersInOneRequest: {
    cause: 'One Bulk request names two people as the owner, and the first of them counts.',
    solution: onePerson,
  },
  ownershipRaceLost: {
    cause:
      'Two requests named two people as the owner at the same time, which is how a directory behaves that sends Owner for many.',
    solution: onePerson,
  },
  ownershipCoolingDown: {
    cause:
      'The identity provider replaced the owner within the time that the organization wants between two replacements, ' +
      'which keeps a directory that sends Owner for several people from passing the ownership around.',
    solution:
      `${onePerson} If the new owner is meant, wait until the moment in the message, or use \`rollcall owner transfer\`, ` +
      'which is always allowed. The time is the setting ownerTransferCooldown.',
  },
  ownershipByConsoleOnly: {
    cause:
      'The setting ownerTransfer is "console", and the identity provider sent Owner for somebody who is not the owner.',
    solution:
      'Transfer the ownership in the Console (`rollcall owner transfer`), and send Member or Admin for everybody else. ' +
      '`rollcall org set` changes the setting.',
  },
  ownershipLost: {
    cause: 'The ownership has moved on, and the identity provider still sends Owner for the previous owner.',
    solution:
      'Send Admin or Member for this person in the identity provider; from then on the person could become the owner again. ' +
      'Setting the role in the Console does the same (`rollcall member set-role`).',
  },
  ownerByTransferOnly: {
    cause: 'Owner was given as the organization role of a member in the Console.',
    solution: 'Create the member as Member or Admin, then use `rollcall owner transfer`.',
  },
  ownershipMoved: {
    cause: 'Two transfers met, and the other one was first.',
    solution: 'Look who the owner is now (`rollcall owner show`), and transfer again if that is wrong.',
  },
} satisfies HelpPart;
