import type { ActivityPart, ReadParts } from './activity-part.ts';
import { differences } from './activity-part.ts';
import { readOrganization, readScimKey } from './organization-items.ts';

/** What a write of the organization tells. */
export const organizationParts: ReadParts = ({ before, after }) => {
  if (after === undefined) return [];
  const { id, name, domains, settings, removedAt } = readOrganization(after);
  const part = (actions: ActivityPart['actions']): ActivityPart => ({
    target: { type: 'organization', id, name },
    actions,
    main: true,
  });
  if (before === undefined) return [part(['organization.created'])];
  const old = readOrganization(before);
  if (removedAt !== undefined && old.removedAt === undefined) return [part(['organization.deleted'])];
  const changed = [
    ...differences({ name: old.name, domains: old.domains }, { name, domains }),
    ...differences(old.settings, settings).map((setting) => `settings.${setting}`),
  ];
  return changed.length === 0 ? [] : [{ ...part(['organization.changed']), changed }];
};

/** What a write of a SCIM key tells; it is told once, by the key's place in the list. */
export const keyParts: ReadParts = ({ key, before, after }) => {
  if (after === undefined || !key.SK.startsWith('KEY#')) return [];
  const { id, name, hash, deactivatedAt } = readScimKey(after);
  const part = (actions: ActivityPart['actions']): readonly ActivityPart[] => [
    { target: { type: 'key', id, name }, actions, main: true },
  ];
  if (before === undefined) return part(['key.created']);
  const old = readScimKey(before);
  if (deactivatedAt !== undefined && old.deactivatedAt === undefined) return part(['key.deactivated']);
  return hash === old.hash ? [] : part(['key.regenerated']);
};
