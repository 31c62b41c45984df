import { auditPackages } from '../supply/audit.ts';

const { lines, isSound } = auditPackages();
for (const line of lines) console.log(line);
process.exitCode = isSound ? 0 : 1;
