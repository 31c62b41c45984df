import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { scim } from '@better-auth/scim';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { listen } from './listen.mjs';

const token = randomUUID();
const folder = await mkdtemp(join(tmpdir(), 'rollcall-peer-'));
const auth = betterAuth({
  baseURL: 'http://127.0.0.1',
  secret: randomUUID(),
  database: new DatabaseSync(join(folder, 'better-auth.db')),
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
  plugins: [scim({ connections: [{ id: 'bench', credentials: [{ type: 'bearer', id: 'bench', token }] }] })],
});
const { runMigrations } = await getMigrations(auth.options);
await runMigrations();

// It refuses more, whatever it is told.
await listen(toNodeHandler(auth), { path: '/api/auth/scim/v2', token, mostMembers: 1_000 });
