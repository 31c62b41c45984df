/** Text that is HTML already. */
export type Html = { readonly html: string };

type Value = Html | string | number | false | undefined | readonly Value[];

/**
 * Puts values into HTML: texts are escaped, HTML stays, lists are joined, and what is undefined or false is left out.
 * The indentation of the template is not kept.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: parts.map((part, place) => part.replaceAll(/\n\s+/gu, '\n') + print(values[place])).join('') };
}

/** A table; the first cell of each row is its heading. */
export function table(headings: readonly string[], rows: readonly (readonly Html[])[]): Html {
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, ...cells]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A name in code, and whether it has to be there. */
export function named(name: string, required: boolean): Html {
  return html`<code>${name}</code>${required && html` <span class="required">required</span>`}`;
}

/** Trusts a text to be HTML. */
export function raw(text: string): Html {
  return { html: text };
}

/** A text with `code` in it, as descriptions have it. */
export function prose(text: string): Html {
  return html`${text.split('`').map((part, place) => (place % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

/** Several paragraphs of prose, one to a line. */
export function paragraphs(text: string): Html {
  return html`${text.split(/\n+/u).map((paragraph) => html`<p>${prose(paragraph)}</p>`)}`;
}

function print(value: Value): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'object') return 'html' in value ? value.html : value.map(print).join('');
  return String(value).replaceAll(/[&<>"]/gu, (character) => entities[character] ?? character);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
