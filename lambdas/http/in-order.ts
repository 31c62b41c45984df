/**
 * Runs tasks, each once all those have ended that it comes after, at most `width` at a time and earlier ones first.
 * Begins none any more once `goesOn` is false; resolves when the last one has ended.
 */
export async function runInOrder<Task extends { readonly after: readonly number[] }>(
  tasks: readonly Task[],
  options: { readonly width: number; run(task: Task): Promise<void>; goesOn(): boolean },
): Promise<void> {
  const { width, run, goesOn } = options;
  const steps = tasks.map((task, place) => ({ task, place, waitsFor: task.after.length, followers: [] as number[] }));
  for (const { task, place } of steps) for (const earlier of task.after) steps[earlier]?.followers.push(place);
  const ready = steps.filter(({ waitsFor }) => waitsFor === 0);
  const running = new Set<Promise<void>>();

  const carryOut = async ({ task, followers }: (typeof steps)[number]): Promise<void> => {
    await run(task);
    for (const follower of followers) {
      const step = steps[follower];
      if (step === undefined) continue;
      step.waitsFor -= 1;
      if (step.waitsFor === 0) insert(ready, step);
    }
  };
  const begin = (): void => {
    while (running.size < width && goesOn()) {
      const step = ready.shift();
      if (step === undefined) return;
      const done = carryOut(step).finally(() => running.delete(done));
      running.add(done);
    }
  };
  for (begin(); running.size > 0; begin()) await Promise.race(running);
}

/** Puts a step where it belongs by its place. */
function insert<Step extends { readonly place: number }>(steps: Step[], step: Step): void {
  const next = steps.findIndex(({ place }) => place > step.place);
  steps.splice(next === -1 ? steps.length : next, 0, step);
}
