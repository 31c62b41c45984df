import { describeMonths } from './describe.ts';

// What docs/deploy.md says of the cost of a month; test/bench/month.test.ts holds it to this.
for (const line of describeMonths()) console.log(line);
