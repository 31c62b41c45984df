import configuration from '../package.json' with { type: 'json' };
import { describeBill } from '../supply/bill-of-materials.ts';
import { findBundledPackages } from '../supply/bundled-packages.ts';

console.log(JSON.stringify(describeBill(configuration, await findBundledPackages()), undefined, 2));
