import { type Html, html, named, table } from './html.ts';
import type { OpenApiDocument, OperationObject, ParameterObject } from './openapi.ts';
import { meaningOf, typeOf } from './page-schemas.ts';

/** What an operation has of its own in a table; what it shares with others is told once. */
export function parameterPart(
  api: string,
  document: OpenApiDocument,
  parameters: OperationObject['parameters'] & object,
): Html {
  const own = parameters.flatMap((parameter) => ('$ref' in parameter ? [] : [parameter]));
  const shared = parameters.flatMap((parameter) => ('$ref' in parameter ? [parameter.$ref] : []));
  return html`<h5>Parameters</h5>
    ${
      own.length > 0 &&
      table(
        headings,
        own.map((parameter) => rowOf(api, parameter)),
      )
    }
    ${
      shared.length > 0 &&
      html`<p>
        ${shared.map(
          (reference, place) =>
            html`${place > 0 && ', '}<a href="#${parameterAnchor(api, reference)}"
                ><code>${nameOf(document, reference)}</code></a
              >`,
        )}
      </p>`
    }`;
}

/** The parameters that operations share, each with an anchor. */
export function sharedParameters(api: string, { components }: OpenApiDocument): Html {
  const all = Object.entries(components.parameters);
  return table(
    headings,
    all.map(([name, parameter]) => {
      const [first, ...rest] = rowOf(api, parameter);
      return [html`<span id="${parameterAnchor(api, name)}">${first}</span>`, ...rest];
    }),
  );
}

const headings = ['Name', 'In', 'Type', 'Meaning'];

function rowOf(
  api: string,
  { name, in: place, required = false, schema, description }: ParameterObject,
): readonly Html[] {
  return [named(name, required), html`${place}`, typeOf(api, schema), meaningOf({ ...schema, description })];
}

function parameterAnchor(api: string, reference: string): string {
  return `${api}-parameter-${reference.split('/').at(-1) ?? ''}`;
}

function nameOf({ components }: OpenApiDocument, reference: string): string {
  const found = components.parameters[reference.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`There is no parameter ${reference}.`);
  return found.name;
}
