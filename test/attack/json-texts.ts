import { applied } from '../scim/patch.cases.ts';
import { changeable, names, quote, scalars, subNames } from './atoms.ts';
import { valueFilterText } from './filter-texts.ts';
import { mutate } from './mutate.ts';
import type { Random } from './random.ts';

const known: readonly string[] = applied.map(({ operations }) => JSON.stringify({ Operations: operations }));

/** A value, of attributes or of nothing known. Texts, so that keys such as `__proto__` and twins come as they are sent. */
export function jsonText(random: Random, levels = 3): string {
  if (levels === 0 || random.once(2)) return random.pick(scalars);
  if (random.once(200)) return deep(random);
  return random.once(2) ? listText(random, levels) : objectText(random, levels, random.once(2) ? names : subNames);
}

/** A body: mostly an object with names of attributes, seldom something else, now and then damaged. */
export function bodyText(random: Random): string {
  const text = random.once(10) ? jsonText(random) : objectText(random, 4, names);
  return random.once(6) ? mutate(random, text, known) : text;
}

/** The body of a PATCH. */
export function patchText(random: Random): string {
  if (random.once(5)) return mutate(random, random.pick(known), known);
  const count = random.once(50) ? random.below(80) : 1 + random.below(4);
  const operations = Array.from({ length: count }, () => operationText(random)).join(',');
  const text = `{"${random.once(20) ? 'operations' : 'Operations'}":[${operations}]}`;
  return random.once(12) ? mutate(random, text, known) : text;
}

/** The path of a PATCH operation. */
export function pathText(random: Random): string {
  const name = random.pick(names);
  const text = random.once(2)
    ? name
    : `${name}[${valueFilterText(random)}]${random.once(2) ? `.${random.pick(subNames)}` : ''}`;
  return random.once(6) ? mutate(random, text, names) : text;
}

function operationText(random: Random): string {
  if (!random.once(5)) return fittingOperationText(random);
  const op = random.pick(['add', 'replace', 'remove', 'Add', 'Replace', 'REMOVE', 'move', '']);
  const parts = [`"op":${quote(op)}`];
  if (!random.once(4)) parts.push(`"path":${random.once(30) ? jsonText(random, 1) : quote(pathText(random))}`);
  if (!random.once(5)) parts.push(`"value":${jsonText(random)}`);
  return `{${parts.join(',')}}`;
}

/** An operation that nothing is wrong with, unless what it finds is not there. */
function fittingOperationText(random: Random): string {
  const [path, value] = random.pick(changeable);
  const op = random.pick(['add', 'replace', 'Add', 'Replace', 'remove', 'Remove']);
  if (/remove/iu.test(op)) return `{"op":"${op}","path":${quote(path)}${random.once(3) ? `,"value":${value}` : ''}}`;
  if (!random.once(3))
    return `{"op":"${op}","path":${quote(path)},"value":${random.once(4) ? jsonText(random, 2) : value}}`;
  return `{"op":"${op}","value":{${quote(path)}:${value},${quote(random.pick(names))}:${jsonText(random, 2)}}}`;
}

function objectText(random: Random, levels: number, keys: readonly string[]): string {
  const count = random.below(6);
  const entries = Array.from({ length: count }, () => {
    const key = random.once(25) ? pathText(random) : random.pick(keys);
    return `${quote(key)}:${jsonText(random, levels - 1)}`;
  });
  return `{${entries.join(',')}}`;
}

function listText(random: Random, levels: number): string {
  const count = random.once(100) ? random.below(300) : random.below(4);
  return `[${Array.from({ length: count }, () => jsonText(random, levels - 1)).join(',')}]`;
}

function deep(random: Random): string {
  const depth = random.below(60);
  return random.once(2) ? `${'['.repeat(depth)}${']'.repeat(depth)}` : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}
