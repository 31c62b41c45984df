import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where apps are synthesized into. */
    readonly assemblies: string;
  }
}

/** One folder for what all tests synthesize: without it each app would leave one behind for good. */
export function setup(project: TestProject): () => void {
  const assemblies = mkdtempSync(join(tmpdir(), 'rollcall-assemblies-'));
  project.provide('assemblies', assemblies);
  return () => rmSync(assemblies, { recursive: true });
}
