import { understood } from '../scim/filter.cases.ts';
import { comparable, names, operators, quote, scalars, splinters, subNames } from './atoms.ts';
import { mutate } from './mutate.ts';
import type { Random } from './random.ts';

const known: readonly string[] = understood.map(({ filter }) => filter);

/** A filter: mostly of the grammar, with names and values that need not fit; else near to one, or nothing like it. */
export function filterText(random: Random): string {
  switch (random.below(8)) {
    case 0:
    case 1:
      return mutate(random, random.pick(known), known);
    case 2:
      return mutate(random, disjunction(random, names, 3), known);
    case 3:
      return Array.from({ length: random.below(12) }, () => random.pick(splinters)).join('');
    default:
      return disjunction(random, names, 3);
  }
}

/** The filter within the brackets of a path. */
export function valueFilterText(random: Random): string {
  return random.once(6) ? mutate(random, disjunction(random, subNames, 1), known) : disjunction(random, subNames, 1);
}

function disjunction(random: Random, scope: readonly string[], levels: number): string {
  return list(random, ' or ', () => list(random, ' and ', () => term(random, scope, levels)));
}

function list(random: Random, between: string, make: () => string): string {
  const count = random.once(40) ? 1 + random.below(60) : random.once(3) ? 2 : 1;
  return Array.from({ length: count }, make).join(random.once(20) ? between.toUpperCase() : between);
}

function term(random: Random, scope: readonly string[], levels: number): string {
  if (levels > 0) {
    switch (random.below(8)) {
      case 0:
        return `(${disjunction(random, scope, levels - 1)})`;
      case 1:
        return `not (${disjunction(random, scope, levels - 1)})`;
      case 2:
        return `${random.pick(random.once(6) ? scope : comparable.lists)}[${disjunction(random, subNames, levels - 1)}]${suffix(random)}`;
      case 3: {
        const depth = random.once(10) ? random.below(60) : random.below(4);
        return `${'('.repeat(depth)}${random.pick(scope)} pr${')'.repeat(random.once(20) ? depth + 1 : depth)}`;
      }
      default:
    }
  }
  return random.once(12) ? wildTerm(random, scope) : fittingTerm(random, scope);
}

/** A comparison that nothing is wrong with. */
function fittingTerm(random: Random, scope: readonly string[]): string {
  const isSub = scope === subNames;
  switch (random.below(6)) {
    case 0:
      return `${isSub ? 'primary' : random.pick(comparable.booleans)} ${random.pick(['eq', 'ne'])} ${random.pick(['true', 'false', '"True"', 'null'])}`;
    case 1:
      return isSub
        ? 'value pr'
        : `${random.pick(comparable.dates)} ${random.pick(['eq', 'gt', 'LE'])} ${quote(date(random))}`;
    case 2:
      return `${random.pick(isSub ? ['value', 'type'] : comparable.texts)} pr`;
    default:
      return `${random.pick(isSub ? ['value', 'TYPE', 'display'] : comparable.texts)} ${random.pick(operators.slice(0, 9))} ${random.pick(texts)}`;
  }
}

const texts = scalars.filter((scalar) => scalar.startsWith('"') && !scalar.startsWith(String.raw`"\u`));

function date(random: Random): string {
  const [month, day] = [1 + random.below(12), 1 + random.below(31)].map((number) => String(number).padStart(2, '0'));
  return `20${10 + random.below(80)}-${month}-${day}${random.pick(['', 'T10:00:00Z', 'T23:59:59.123Z', 'T00:00:00+02:00', 'T10:00'])}`;
}

function wildTerm(random: Random, scope: readonly string[]): string {
  const operator = random.pick(operators);
  const name = random.pick(scope);
  return operator.toLowerCase() === 'pr' ? `${name} ${operator}` : `${name} ${operator} ${random.pick(scalars)}`;
}

function suffix(random: Random): string {
  return random.once(3) ? `.${random.pick(subNames)} ${random.pick(operators)} ${random.pick(scalars)}` : '';
}
