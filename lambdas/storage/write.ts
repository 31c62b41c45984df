import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Outcome } from '#domain/directory.ts';
import type { Attributes, Item, Stamp } from './item.ts';
import type { Key } from './keys.ts';

/** One action as a transaction takes it. */
export type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** What the refusal of a write may mean; `tooLarge`: more than one transaction or item holds, which the store settles itself. */
export type Refusal = Outcome | 'tooLarge';

/**
 * An action, and what it means when its condition fails. Without `refused` the condition only guards against what
 * cannot happen, such as a second use of a random id: its failure is a fault.
 */
export type Write<Refused extends Refusal = never> = { readonly action: Action; readonly refused?: Refused };

/** Where writes go, and who makes them. */
export type Scope = { readonly tableName: string; readonly organization: string; readonly stamp: Stamp };

/**
 * How an item changes, by the clauses of an UpdateExpression. `take` removes elements from sets, `append` puts elements at
 * the end of lists.
 */
export type Change = {
  readonly set?: Attributes;
  readonly add?: Attributes;
  readonly take?: Attributes;
  readonly append?: Readonly<Record<string, readonly unknown[]>>;
  readonly remove?: readonly string[];
};

/** Puts an item that must not exist yet. */
export function putNew<Refused extends Refusal = never>(scope: Scope, item: Item, refused?: Refused): Write<Refused> {
  return {
    action: { Put: { TableName: scope.tableName, Item: item, ConditionExpression: 'attribute_not_exists(PK)' } },
    ...(refused && { refused }),
  };
}

/** Puts an item, whatever was there. */
export function put(scope: Scope, item: Item): Write {
  return { action: { Put: { TableName: scope.tableName, Item: item } } };
}

/** Puts an item in place of one that has these attributes; what is undefined here it must not have. */
export function replace<Refused extends Refusal>(
  scope: Scope,
  item: Item,
  holds: Attributes,
  refused: Refused,
): Write<Refused> {
  return { action: { Put: { TableName: scope.tableName, Item: item, ...expressions({}, holds) } }, refused };
}

/** Deletes an item, if it is there. */
export function erase(scope: Scope, key: Key): Write {
  return { action: { Delete: { TableName: scope.tableName, Key: onlyKey(key) } } };
}

/** Deletes an item that has these attributes. */
export function eraseIf<Refused extends Refusal>(
  scope: Scope,
  key: Key,
  holds: Attributes,
  refused: Refused,
): Write<Refused> {
  return {
    action: { Delete: { TableName: scope.tableName, Key: onlyKey(key), ...expressions({}, holds) } },
    refused,
  };
}

/** Deletes an item that has not got an attribute, if it is there. */
export function eraseWithout<Refused extends Refusal>(
  scope: Scope,
  key: Key,
  attribute: string,
  refused: Refused,
): Write<Refused> {
  const unless = {
    ConditionExpression: `attribute_not_exists(#${attribute})`,
    ExpressionAttributeNames: { [`#${attribute}`]: attribute },
  };
  return { action: { Delete: { TableName: scope.tableName, Key: onlyKey(key), ...unless } }, refused };
}

/** Writes nothing: holds the others back unless an item has these attributes. Only together with other writes. */
export function check<Refused extends Refusal>(
  scope: Scope,
  key: Key,
  holds: Attributes,
  refused: Refused,
): Write<Refused> {
  const unless = { ...expressions({}, holds), ConditionExpression: condition(holds) };
  return { action: { ConditionCheck: { TableName: scope.tableName, Key: onlyKey(key), ...unless } }, refused };
}

/** Changes an item, and makes it where it is missing. */
export function change(scope: Scope, key: Key, wanted: Change): Write {
  return updateAction(scope, key, wanted, undefined);
}

/** Changes an item that exists and has these attributes. */
export function changeIf<Refused extends Refusal>(
  scope: Scope,
  key: Key,
  wanted: Change,
  holds: Attributes,
  refused: Refused,
): Write<Refused> {
  return { ...updateAction(scope, key, wanted, holds), refused };
}

/** Takes the first element off a list, which must be this one, and sets attributes. */
export function takeFirst<Refused extends Refusal>(
  { tableName }: Scope,
  key: Key,
  list: string,
  first: unknown,
  set: Attributes,
  refused: Refused,
): Write<Refused> {
  const assignments = names(set).map((name) => `#${name} = :${name}`);
  const values = Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value]));
  return {
    action: {
      Update: {
        TableName: tableName,
        Key: onlyKey(key),
        UpdateExpression: `SET ${assignments.join(', ')} REMOVE #list[0]`,
        ConditionExpression: '#list[0] = :first',
        ExpressionAttributeNames: {
          '#list': list,
          ...Object.fromEntries(names(set).map((name) => [`#${name}`, name])),
        },
        ExpressionAttributeValues: { ':first': first, ...values },
      },
    },
    refused,
  };
}

function updateAction(scope: Scope, key: Key, wanted: Change, holds: Attributes | undefined): Write {
  const UpdateExpression = updateExpression(wanted);
  return {
    action: {
      Update: { TableName: scope.tableName, Key: onlyKey(key), UpdateExpression, ...expressions(wanted, holds) },
    },
  };
}

function onlyKey({ PK, SK }: Key): Attributes {
  return { PK, SK };
}

function updateExpression({ set, add, take, append, remove = [] }: Change): string {
  const sets = [
    ...names(set).map((name) => `#${name} = :${name}`),
    ...names(append).map((name) => `#${name} = list_append(if_not_exists(#${name}, :none), :${name})`),
  ];
  const clauses: [string, string[]][] = [
    ['SET', sets],
    ['ADD', names(add).map((name) => `#${name} :${name}`)],
    ['DELETE', names(take).map((name) => `#${name} :${name}`)],
    ['REMOVE', remove.map((name) => `#${name}`)],
  ];
  return clauses.flatMap(([word, parts]) => (parts.length > 0 ? `${word} ${parts.join(', ')}` : [])).join(' ');
}

/** Every name is aliased: DynamoDB reserves more than five hundred words. Values of a condition are `:was_…`. */
function expressions({ set, add, take, append, remove = [] }: Change, holds: Attributes | undefined) {
  const used = [...names(set), ...names(add), ...names(take), ...names(append), ...remove, ...names(holds)];
  const values = [
    ...[set, add, take, append].flatMap((part) =>
      Object.entries(part ?? {}).map(([name, value]) => [`:${name}`, value]),
    ),
    ...(append === undefined ? [] : [[':none', []]]),
    ...Object.entries(holds ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[`:was_${name}`, value]])),
  ];
  return {
    ...(holds && { ConditionExpression: condition(holds) }),
    ...(used.length > 0 && { ExpressionAttributeNames: Object.fromEntries(used.map((name) => [`#${name}`, name])) }),
    ...(values.length > 0 && { ExpressionAttributeValues: Object.fromEntries(values) as Attributes }),
  };
}

function condition(holds: Attributes): string {
  const parts = Object.entries(holds).map(([name, value]) =>
    value === undefined ? `attribute_not_exists(#${name})` : `#${name} = :was_${name}`,
  );
  return ['attribute_exists(PK)', ...parts].join(' AND ');
}

function names(attributes: Attributes | undefined): string[] {
  return Object.keys(attributes ?? {});
}
