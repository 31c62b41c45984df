#!/usr/bin/env node
import { run } from '../console/program.ts';
import { terminal } from '../console/terminal.ts';
import { programs } from '../upkeep/programs.ts';

// Arguments may hold a key, and every user of the machine sees what the processes of the others were called with.
process.title = 'rollcall';
// A reader that has seen enough, such as head, ends the command too.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
process.exitCode = await run(process.argv.slice(2), terminal(programs));
