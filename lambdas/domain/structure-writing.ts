import { changeKind } from './change.ts';
import type { ChangeView, NewChange } from './change.ts';
import { consoleRefusals } from './console-refusals.ts';
import type { Console, Settled } from './console.ts';
import type { Context } from './context.ts';
import { compareNames, namesBegin } from './generated-names.ts';
import type { Group } from './group.ts';
import { customRoleLimit, earlierNameLimit } from './limits.ts';
import { assertGroupRoom } from './structure-room.ts';
import { builtInRoles, withPart, withoutPart } from './structure.ts';
import type { Project, Renamed, Structure, StructureEvent, StructurePart } from './structure.ts';

/** What changes of the structure need of a request. */
export type StructureDesk = Pick<Context, 'directory' | 'product' | 'now' | 'newId'>;

/** The structure as it is now, and the change that goes on, where not all that follows is done yet. */
export type Written = { readonly structure: Structure; readonly changeId?: string };

/** A part as it is to be, with the groups that are new with it; `before` where it is there already. */
export type WantedPart = {
  readonly part: StructurePart;
  readonly before?: StructurePart;
  readonly did: StructureEvent['kind'];
  readonly groups: readonly Group[];
};

/** Writes a new or changed part. Throws 409 where a group would have another's name (G3), 413 where there are too many. */
export async function writePart(
  desk: StructureDesk,
  structure: Structure,
  { part, before = part, did, groups }: WantedPart,
): Promise<Written | 'stale'> {
  const { directory, product } = desk;
  const after = withPart(structure, part);
  assertGroupRoom(structure, after);
  assertRoleRoom(after);
  const { gained, lost, clash } = compareNames(structure, after, product);
  if (clash !== undefined) throw consoleRefusals.generatedNameTaken(clash);
  const change = newChange(desk, structure, before, 'rename');
  const outcome = await directory.putPart(structure, { part, did, groups, gained, lost, change });
  if (outcome === 'stale') return 'stale';
  if (outcome === 'nameTaken') {
    const taken = await directory.ordinaryGroupName(gained.map(({ name }) => name));
    // Whoever had it has given it up meanwhile.
    if (taken === undefined) return 'stale';
    throw consoleRefusals.generatedNameTaken(taken);
  }
  return { structure: after, ...(outcome === 'begun' && { changeId: change.id }) };
}

/** Takes a part away: from the answer on it exists for no reader, nor do its groups (G1). */
export async function erasePart(
  desk: StructureDesk,
  structure: Structure,
  part: StructurePart,
): Promise<Required<Written> | 'stale'> {
  const after = withoutPart(structure, part);
  const { lost } = compareNames(structure, after, desk.product);
  const change = newChange(desk, structure, part, 'deletion');
  const outcome = await desk.directory.removePart(structure, { part, lost, change });
  return outcome === 'stale' ? 'stale' : { structure: after, changeId: change.id };
}

/** Works on the change while the request has time: done, or to be followed. */
export async function settleChange<Value>(
  { directory, answerBy }: Pick<Console, 'directory' | 'answerBy'>,
  changeId: string | undefined,
  value: Value,
): Promise<Settled<Value>> {
  const change = changeId === undefined ? undefined : await directory.continueChange(changeId, answerBy);
  return change === undefined || change.status === 'done' ? { done: true, value } : { done: false, change };
}

/** The part under another name; the same where it is called so. */
export function renamed<Named extends Pick<Project, 'name' | 'earlierNames' | 'renamed'>>(
  named: Named,
  name: string,
  at: string,
): Named {
  if (name === named.name) return named;
  const earlierNames = [named.name, ...named.earlierNames.filter((other) => other !== named.name && other !== name)];
  const counted: Renamed = { times: (named.renamed?.times ?? 0) + 1, at };
  return { ...named, name, earlierNames: earlierNames.slice(0, earlierNameLimit), renamed: counted };
}

function assertRoleRoom({ roles }: Structure): void {
  if (roles.length > builtInRoles.length + customRoleLimit) throw consoleRefusals.tooManyRoles(customRoleLimit);
}

function newChange(
  desk: StructureDesk,
  structure: Structure,
  part: StructurePart,
  what: 'rename' | 'deletion',
): NewChange {
  const { product } = desk;
  const startedAt: ChangeView['startedAt'] = desk.now().toISOString();
  const work = { groupPrefix: product.groupPrefix, namesBegin: namesBegin(part, structure, product) };
  return { id: desk.newId(), kind: changeKind(part, what), targetId: part.value.id, startedAt, work };
}
