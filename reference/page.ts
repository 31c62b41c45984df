import { type Html, html, paragraphs, prose, raw } from './html.ts';
import { httpMethods, type OpenApiDocument } from './openapi.ts';
import { chapterAnchor, type HelpChapter, helpAnchor, helpSection } from './page-help.ts';
import { operationAnchor, operationSection, type PlacedOperation, refusalSection } from './page-operations.ts';
import { sharedParameters } from './page-parameters.ts';
import { anchorOf, schemaSection } from './page-schemas.ts';

/** An API with the word that its anchors begin with, and the file that has its description. */
export type DescribedApi = { readonly api: string; readonly file: string; readonly document: OpenApiDocument };

/** The reference of several APIs as one page, which needs nothing beside itself: no script, no font, no other file. */
export function referencePage(
  title: string,
  style: string,
  apis: readonly DescribedApi[],
  help: readonly HelpChapter[],
): string {
  const page = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <nav aria-label="Contents">
          <p class="title"><a href="#content">${title}</a></p>
          ${apis.map(contentsOf)} ${helpContents(help)}
        </nav>
        <main id="content">
          <h1>${title}</h1>
          ${apis.map(apiSection)} ${helpSection(help)}
        </main>
      </body>
    </html> `;
  // What is left out leaves its line ends.
  return page.html.replaceAll(/[ \t]+$/gmu, '');
}

function operationsOf({ api, document }: DescribedApi, tag: string): readonly PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    httpMethods.flatMap((method) => {
      const operation = item[method];
      if (operation === undefined || method === 'head' || !operation.tags.includes(tag)) return [];
      return [{ api, document, method, path, operation }];
    }),
  );
}

function contentsOf(described: DescribedApi): Html {
  const { api, document } = described;
  return html`<p class="part"><a href="#${api}">${document.info.title}</a></p>
    ${document.tags.map(
      ({ name }) =>
        html`<details open>
          <summary>${name}</summary>
          <ul>
            ${operationsOf(described, name).map(
              (placed) => html` <li><a href="#${operationAnchor(placed)}">${placed.operation.summary}</a></li>`,
            )}
          </ul>
        </details> `,
    )}
    <details>
      <summary>Schemas</summary>
      <ul>
        ${Object.keys(document.components.schemas).map(
          (name) => html` <li><a href="#${anchorOf(api, name)}">${name}</a></li>`,
        )}
      </ul>
    </details> `;
}

function helpContents(help: readonly HelpChapter[]): Html {
  return html`<p class="part"><a href="#${helpAnchor}">Help on refusals</a></p>
    <ul>
      ${help.map((chapter) => html`<li><a href="#${chapterAnchor(chapter)}">${chapter.heading}</a></li>`)}
    </ul>`;
}

function apiSection(described: DescribedApi): Html {
  const { api, file, document } = described;
  const { info, tags, servers, components } = document;
  return html`<section id="${api}">
    <h2>${info.title}</h2>
    <p>
      ${info.summary} Version ${info.version}. For programs: <a href="${file}">${file}</a> (OpenAPI
      ${document.openapi}).
    </p>
    ${paragraphs(info.description)}
    <h3>Where</h3>
    <ul>
      ${servers.map(({ url, description }) => html`<li><code>${url}</code>: ${description}.</li>`)}
    </ul>
    <h3>Who</h3>
    <ul>
      ${Object.values(components.securitySchemes).map(
        ({ description }) => html`<li>${prose(typeof description === 'string' ? description : '')}</li>`,
      )}
    </ul>
    ${tags.map(
      ({ name, description }) =>
        html`<h3>${name}</h3>
          <p>${prose(description)}</p>
          ${operationsOf(described, name).map(operationSection)}`,
    )}
    <h3>Parameters of several operations</h3>
    ${sharedParameters(api, document)}
    <h3>Refusals</h3>
    ${Object.entries(components.responses).map(([name, response]) => refusalSection(api, name, response))}
    <h3>Schemas</h3>
    ${Object.entries(components.schemas).map(([name, schema]) => schemaSection(api, name, schema))}
  </section> `;
}
