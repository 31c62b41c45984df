import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

const name = '[A-Za-z]\\w*';
const label = '(?:"[^"]+"|[^"|\\[\\](){}]+)';
const node = `${name}(?:\\[\\(${label}\\)\\]|\\[${label}\\]|\\(${label}\\))?`;
const quantity = { left: '(?:\\|\\||\\|o|\\}o|\\}\\|)', right: '(?:\\|\\||o\\||o\\{|\\|\\{)' };

/** What a line of a picture may be: the part of Mermaid that the documents use, and no more. */
const grammars: ReadonlyMap<string, RegExp> = new Map([
  ['flowchart', new RegExp(`^${node}(?: -->(?:\\|${label}\\|)? ${node})*$`, 'u')],
  [
    'sequenceDiagram',
    new RegExp(`^(?:participant ${name} as [^;#:]+|${name}-{1,2}>>${name}: [^;#]+|Note over ${name}: [^;#]+)$`, 'u'),
  ],
  ['erDiagram', new RegExp(`^[A-Z]+ ${quantity.left}--${quantity.right} [A-Z]+ : (?:"[^"]+"|${name})$`, 'u')],
]);

const pictures: [string, string][] = [];
for await (const file of glob(['*.md', 'docs/**/*.md'], { cwd: root })) {
  const text = await readFile(join(root, file), 'utf8');
  for (const [, picture = ''] of text.matchAll(/^```mermaid\n([\s\S]*?)^```$/gmu)) pictures.push([file, picture]);
}

describe('pictures in documents', () => {
  it('shows architecture, the life of a push and the table', () => {
    const kinds = pictures.filter(([file]) => file === 'docs/architecture.md').map(([, picture]) => kindOf(picture));
    expect(kinds).toEqual(['flowchart', 'sequenceDiagram', 'erDiagram']);
  });

  it.each(pictures)('%s: is written in the part of Mermaid that is known to be drawn, and is small', (_, picture) => {
    const [, ...lines] = picture.trimEnd().split('\n');
    const grammar = grammars.get(kindOf(picture));
    expect(lines.filter((line) => grammar?.test(line.trim()) !== true)).toEqual([]);
    expect(lines.length).toBeLessThanOrEqual(20);
  });

  it.each([
    ['flowchart', 'a --> b["not closed"'],
    ['flowchart', 'a -> b'],
    ['sequenceDiagram', 'a->>b no colon'],
    ['erDiagram', 'A ||--|{ B'],
  ])('would refuse in a %s: %s', (kind, line) => {
    expect(grammars.get(kind)?.test(line)).toBe(false);
  });
});

function kindOf(picture: string): string {
  return /^\w+/u.exec(picture)?.[0] ?? '';
}
