import type { Help } from '#domain/help.ts';
import { type Html, html, prose } from './html.ts';

/** A part of the catalogue of help: refusals by their codes. */
export type HelpChapter = { readonly heading: string; readonly help: Readonly<Record<string, Help>> };

/** The anchor of the whole catalogue. */
export const helpAnchor = 'help';

/** The anchor of a chapter. */
export function chapterAnchor({ heading }: HelpChapter): string {
  return `${helpAnchor}-${heading.toLowerCase().replaceAll(' ', '-')}`;
}

/** What refusals mean and what to do, each below its code, where the `type` of a problem leads. */
export function helpSection(chapters: readonly HelpChapter[]): Html {
  return html`<section id="${helpAnchor}">
    <h2>Help on refusals</h2>
    <p>What a refusal means, and what to do. Problems and the activity log name each by its code.</p>
    ${chapters.map(
      (chapter) =>
        html`<section id="${chapterAnchor(chapter)}">
          <h3>${chapter.heading}</h3>
          ${Object.entries(chapter.help).map(helpOnOne)}
        </section> `,
    )}
  </section> `;
}

function helpOnOne([code, { title, cause, solution }]: readonly [string, Help]): Html {
  return html`<section id="${code}">
    <h4>${prose(title)}</h4>
    <p class="notes"><code>${code}</code></p>
    <p>${prose(cause)}</p>
    <p>${prose(solution)}</p>
  </section> `;
}
