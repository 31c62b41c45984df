import type { TablePlace } from './open-table.ts';

/** The programs for the command line. Each is loaded when it is called: most commands need none of them. */
export const programs = {
  openUndone: async (place: TablePlace) => (await import('./undone.ts')).openUndone(place),
  openCarrier: async (place: TablePlace) => (await import('./carrier.ts')).openCarrier(place),
  openVerifier: async (place: TablePlace) => (await import('./verifier.ts')).openVerifier(place),
};
