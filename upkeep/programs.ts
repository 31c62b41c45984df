import type { SecretPlace } from '#storage/secret.ts';
import type { TablePlace } from './open-table.ts';

/** The programs for the command line. Each is loaded when it is called: most commands need none of them. */
export const programs = {
  openUndone: async (place: TablePlace) => (await import('./undone.ts')).openUndone(place),
  openCarrier: async (place: TablePlace) => (await import('./carrier.ts')).openCarrier(place),
  openProofs: async (place: TablePlace, secret: SecretPlace) => (await import('./proofs.ts')).openProofs(place, secret),
  openMigrator: async (place: TablePlace) => (await import('./migrator.ts')).openMigrator(place),
  openVerifier: async (place: TablePlace) => (await import('./verifier.ts')).openVerifier(place),
};
