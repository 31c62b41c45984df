import { type Help, helpCatalogue } from '#domain/help.ts';
import type { Product } from '#domain/product.ts';
import { questions } from './troubleshooting-questions.ts';

/** What to do about what identity providers show, as a page of Markdown; each refusal's anchor is its code. */
export function troubleshootingPage(product: Product): string {
  const parts = [
    '# Troubleshooting',
    `Okta shows why a change was refused under Dashboard > Tasks and in its System Log, Entra ID in its provisioning logs. The ` +
      `first words of the sentence are the heading to look for on this page. ${product.name} keeps every refusal too, for 90 days ` +
      'unless the deployment says otherwise, with what to do about it:',
    ['```sh', 'rollcall activity --refused', 'rollcall activity --target <user or group>', '```'].join('\n'),
    `On this page: ${['Questions', ...helpCatalogue.map(({ heading }) => heading)].map(linkTo).join(' · ')}`,
    '## Questions',
    ...questions.flatMap(({ question, answer }) => [
      `### ${question}`,
      ...answer.map((text) => text.replaceAll('Statsig-', `${product.groupPrefix}-`)),
    ]),
    ...helpCatalogue.flatMap(({ heading, help }) => [
      `## ${heading}`,
      ...Object.entries(help).flatMap(([code, one]) => entryOf(code, one)),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function linkTo(heading: string): string {
  return `[${heading}](#${heading.toLowerCase().replaceAll(' ', '-')})`;
}

function entryOf(code: string, { title, cause, solution }: Help): readonly string[] {
  return [`### <a id="${code}"></a>${plain(title)}`, `**Why:** ${plain(cause)}`, `**What to do:** ${plain(solution)}`];
}

/** Text in which nothing but code is marked. */
function plain(text: string): string {
  return text.replaceAll(/[*_<>[\]]/gu, (character) => `\\${character}`);
}
