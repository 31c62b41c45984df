/** What `npm run attack` found, as it was sent, and whether it is understood since. */
export const found: readonly { readonly target: string; readonly text: string; readonly understood: boolean }[] = [
  // Half a character, not escaped: it was taken, and printed as an escape that is refused.
  { target: 'filters of users', text: 'userName eq "bj\uD800ensen"', understood: false },
  { target: 'filters of users', text: 'emails[type eq "work" and value co "@example\uDFFF.com"]', understood: false },
  { target: 'paths', text: 'emails[type eq "\uDA32"].value', understood: false },
  // More than a number holds: it was kept as Infinity, which JSON cannot carry.
  { target: 'bodies', text: '{"weight":-1e999}', understood: true },
];
