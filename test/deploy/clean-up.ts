/** What has to be taken back, whatever happens. */
export type CleanUp = {
  /** Notes what is to be done at the end, before all that was noted earlier. */
  later(undo: () => unknown): void;
  /** Does it, once; a failure of one keeps none of the others from being done. */
  run(): Promise<void>;
};

/** Begins without anything to take back. */
export function openCleanUp(): CleanUp {
  const undos: (() => unknown)[] = [];
  return {
    later: (undo) => undos.push(undo),
    run: async () => {
      const failures: unknown[] = [];
      for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) {
        try {
          await undo();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be taken back.');
    },
  };
}
