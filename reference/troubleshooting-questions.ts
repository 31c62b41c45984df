/** What administrators ask who see no error at all, about Okta unless it says otherwise; answers are Markdown. */
export const questions: readonly { readonly question: string; readonly answer: readonly string[] }[] = [
  {
    question: '"Error while trying to push profile update for …": what does it mean?',
    answer: [
      'Okta puts these words before every refusal of a change of a person. The cause stands behind `Errors reported by remote ' +
        'server:`. Look for that sentence below, or ask `rollcall activity --refused`, which has every refusal with what to do ' +
        'about it. "Automatic provisioning of user … failed" and "Failed to push group …" are the same for new people and for groups.',
      'When the cause is gone, open Dashboard > Tasks and press "Retry Selected": Okta does not try again by itself after a refusal.',
    ],
  },
  {
    question: 'No groups of the application are visible in Okta',
    answer: [
      'Groups come into Okta by an import: open the Import tab of the application and press "Import Now". They then stand under ' +
        'Directory > Groups with the sign of the application, not among the groups of Okta itself.',
      'If people come and groups do not, look whether "Import Groups" is ticked in the provisioning settings of the application ' +
        '(the next question). If nothing comes, look whether the SCIM key is of the right organization: `rollcall group list` has ' +
        'what Okta should see, and `rollcall doctor` asks as Okta does.',
      'A group that was created in the Console after the last import is there after the next one.',
    ],
  },
  {
    question: '"Import Groups" cannot be selected',
    answer: [
      'The box depends on a feature of the Okta organization, `SELECTIVE_APP_IMPORT_PLATFORM`. Where it is on, the box can be ' +
        'ticked and has to be, or no groups are imported. Where it is off, the box cannot be chosen, and groups are imported ' +
        'without it. Ask Okta support to switch the feature on if you need the box.',
      'Pushing works either way: a group that was not imported is found by its exact name, so give your group the name of ours.',
    ],
  },
  {
    question: 'A pushed group is there, but without people, or some are missing',
    answer: [
      'Okta pushes those people of a group alone who are assigned to the application and active in Okta. Assign the people first, ' +
        'wait until they are provisioned, then use "Push now" on the group. Use one group to assign people and another one to push: ' +
        'Okta does not support the same group for both.',
      '`rollcall group show <group>` has the last push with those whom it left out because this organization does not know them, ' +
        'and those who wait because they are inactive here: they come into the group when they are activated.',
    ],
  },
  {
    question: 'Somebody was removed from a group in Okta and is still in it here',
    answer: [
      'Look at the last push (`rollcall group show <group>`). If it is older than the removal, use "Push now". If the group is ' +
        'also the one that assigns people to the application, use another one for the push.',
      'Memberships that were added in the Console stay until a push of the whole group replaces them.',
    ],
  },
  {
    question: 'How do we push our own groups?',
    answer: [
      'The groups of an organization are made of its projects, teams and roles, such as `Statsig-ProjectA-Admin`. Import them, and ' +
        'link each of your groups to one of them: Push Groups > Find groups by name > "Link Group". One Okta group goes to one group ' +
        'here. Switch off "Rename groups" in the settings of Push Groups, or each push tries to rename ours.',
      'To push groups under names of your own, set the setting groups to "open" (`rollcall org set`). A pushed group is then created ' +
        'under its own name, and gives nothing until it is mapped to roles of projects and teams: `rollcall group map`.',
    ],
  },
  {
    question: 'A user shows as inactive here, and is active in Okta',
    answer: [
      'Unassigning somebody, or losing the group that assigns somebody, deactivates the person here. Assign the person again: Okta ' +
        'finds and activates the user. If the activation is refused, the email domain may have been removed from the organization ' +
        'meanwhile (`rollcall domain list`).',
      '`rollcall activity --target <user>` has when the deactivation came, and with which key.',
    ],
  },
  {
    question: 'Somebody came back and is in no groups',
    answer: [
      'A deactivation takes all memberships and the organization role. Okta does not send them again by itself: use "Push now" on the ' +
        'groups, or give back what was taken with `rollcall member restore`, within 30 days.',
    ],
  },
  {
    question: 'Somebody who was removed in the Console keeps coming back, or is gone from Okta',
    answer: [
      'Whoever is missing in an import is unassigned by Okta; whoever is still assigned when the person is next changed is created ' +
        'again. Remove people in Okta, by taking them off the application, rather than in the Console.',
    ],
  },
  {
    question: 'Everything fails with 401 since today',
    answer: [
      'The SCIM key has expired or was deactivated: `rollcall key list` shows it, and the activity log has a refusal for its use. ' +
        'Create a key (`rollcall key create`), enter it under Provisioning > Integration, press "Test API Credentials", then retry ' +
        'the tasks. A warning stands in the activity log 30 days before a key expires: `rollcall activity --outcome warning`.',
    ],
  },
  {
    question: '"Test API Credentials" or "Test Connector Configuration" fails',
    answer: [
      'Run `rollcall doctor` with the same base URL and key: it asks what Okta asks, and says what is wrong. The base URL ends with ' +
        '`/scim/v2`, begins with `https://`, and has no underscore; the unique identifier field is `userName`.',
    ],
  },
  {
    question: '"Bad Gateway" or "Invalid JSON" among the errors reported by the remote server',
    answer: [
      'Every answer of this service is JSON. Something between Okta and this service answered instead: a proxy, a firewall, or a ' +
        'tunnel to a local server that has ended. Look at the base URL, run `rollcall doctor` from outside, then retry the task. The ' +
        'activity log has nothing of such a request, because it never came here.',
    ],
  },
  {
    question: 'Entra ID: groups are created without members, or a cycle is quarantined',
    answer: [
      'Entra ID creates a group first and adds its members afterwards, one cycle of about 40 minutes later where they are new. In ' +
        'an organization whose setting groups is "generated" it can fill groups that exist, and create none: give your groups the ' +
        'names of ours, so that Entra ID matches them by displayName, or set groups to "open".',
      'The provisioning logs of Entra ID have the sentences below. "Provision on demand" tries one person again at once.',
    ],
  },
  {
    question: 'A change was made in Okta, and nothing happened here',
    answer: [
      '`rollcall activity --target <user or group>` has everything that reached this service, refused or done. If it is not there, ' +
        'Okta has not sent it: look whether "Update User Attributes" and "Deactivate Users" are on under Provisioning > To App, and ' +
        'whether the attribute is mapped.',
      'People who were assigned before provisioning was switched on are not sent by "Force Sync": press "Provision User" on the ' +
        'Assignments tab.',
    ],
  },
];
