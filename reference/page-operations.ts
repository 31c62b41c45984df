import { type Html, html, paragraphs, prose, table } from './html.ts';
import type { Content, HttpMethod, OpenApiDocument, OperationObject, ResponseObject } from './openapi.ts';
import { parameterPart } from './page-parameters.ts';
import { typeOf } from './page-schemas.ts';

/** One operation with where it stands; HEAD is left to the words on top. */
export type PlacedOperation = {
  readonly api: string;
  readonly document: OpenApiDocument;
  readonly method: HttpMethod;
  readonly path: string;
  readonly operation: OperationObject;
};

/** The anchor of an operation. */
export function operationAnchor({ api, operation }: Pick<PlacedOperation, 'api' | 'operation'>): string {
  return `${api}-${operation.operationId}`;
}

/** An operation with its parameters, body and answers. */
export function operationSection(placed: PlacedOperation): Html {
  const { method, path, operation } = placed;
  const { summary, description, parameters = [], requestBody, responses } = operation;
  return html`<section id="${operationAnchor(placed)}">
    <h4>${summary}</h4>
    <p class="route"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></p>
    ${description !== undefined && paragraphs(description)}
    ${parameters.length > 0 && parameterPart(placed.api, placed.document, parameters)}
    ${
      requestBody !== undefined &&
      html`<h5>Body</h5>
        ${contentOf(placed, requestBody.content, 'Example of a body')}`
    }
    <h5>Answers</h5>
    ${answerTable(placed, responses)}
  </section> `;
}

function answerTable({ api }: PlacedOperation, responses: OperationObject['responses']): Html {
  const all = Object.entries(responses);
  const own = all.flatMap(([status, response]) => ('$ref' in response ? [] : [[status, response] as const]));
  const refusals = all.flatMap(([status, response]) => ('$ref' in response ? [[status, response.$ref] as const] : []));
  const rows = own.map(([status, { description, headers = {}, content }]) => [
    html`${status}`,
    prose(description),
    html`${Object.keys(headers).join(', ')}`,
    html`${content !== undefined && bodiesOf({ api }, content)}`,
  ]);
  return html`${table(['Status', 'Meaning', 'Headers', 'Body'], rows)}
    <p>
      Refused with
      ${refusals.map(
        ([status, reference], place) =>
          html`${place > 0 && (place === refusals.length - 1 ? ' or ' : ', ')}<a
              href="#${refusalAnchor(api, reference)}"
              >${status}</a
            >`,
      )}.
    </p>
    ${own.flatMap(([status, { content }]) => examplesOf(content, `Example of ${status}`))}`;
}

/** The anchor of a refusal, by the reference to it or its name. */
function refusalAnchor(api: string, reference: string): string {
  return `${api}-${reference.split('/').at(-1) ?? ''}`;
}

/** What a refusal means, which all operations share, with an example. */
export function refusalSection(
  api: string,
  name: string,
  { description, headers = {}, content }: ResponseObject,
): Html {
  const status = name.replace(/\D+/u, '');
  const sent = Object.keys(headers);
  return html`<section id="${refusalAnchor(api, name)}">
    <h4>${status}</h4>
    <p>
      ${prose(description)}${sent.length > 0 && ` Header: ${sent.join(', ')}.`}
      ${content !== undefined && bodiesOf({ api }, content)}
    </p>
    ${examplesOf(content, `Example of ${status}`)}
  </section> `;
}

function bodiesOf({ api }: Pick<PlacedOperation, 'api'>, content: Content): Html {
  return html`${Object.entries(content).map(
    ([mediaType, { schema }], place) =>
      html`${place > 0 && ', or '}${typeOf(api, schema)} <span class="notes">${mediaType}</span>`,
  )}`;
}

function contentOf(placed: PlacedOperation, content: Content, title: string): Html {
  return html`<p>${bodiesOf(placed, content)}</p>
    ${examplesOf(content, title)}`;
}

/** The examples, folded up: they are for who looks closer. */
function examplesOf(content: ResponseObject['content'] = {}, title: string): readonly Html[] {
  return Object.values(content).flatMap(({ examples = {} }) =>
    Object.values(examples).map(
      ({ value }) =>
        html`<details>
          <summary>${title}</summary>
          <pre tabindex="0"><code>${JSON.stringify(value, null, 2)}</code></pre>
        </details> `,
    ),
  );
}
