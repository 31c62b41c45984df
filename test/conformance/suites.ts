import { entra, entraFlag } from './entra.cases.ts';
import { microsoftValidator } from './microsoft-validator.cases.ts';
import { oktaSpec } from './okta-spec.cases.ts';
import { oktaCatalogueApp, oktaCustomApp } from './okta.cases.ts';
import { otherClients } from './other-clients.cases.ts';
import { characteristics } from './rfc7643-characteristics.cases.ts';
import { resources } from './rfc7643-resources.cases.ts';
import { schemaSuite } from './rfc7643-schemas.cases.ts';
import { bulkSuite } from './rfc7644-bulk.cases.ts';
import { create } from './rfc7644-create.cases.ts';
import { remove } from './rfc7644-delete.cases.ts';
import { discovery } from './rfc7644-discovery.cases.ts';
import { errors } from './rfc7644-errors.cases.ts';
import { filter } from './rfc7644-filter.cases.ts';
import { authentication } from './rfc7644-keys.cases.ts';
import { list } from './rfc7644-list.cases.ts';
import { patch } from './rfc7644-patch.cases.ts';
import { projection } from './rfc7644-projection.cases.ts';
import { replace } from './rfc7644-put.cases.ts';
import { read } from './rfc7644-read.cases.ts';
import { searches } from './rfc7644-search.cases.ts';
import { versions } from './rfc7644-versions.cases.ts';
import { cursors } from './rfc9865-cursors.cases.ts';
import type { Suite } from './suite.ts';

/** All suites. Okta's SPEC suite first: it looks at the first user that there is. */
export const suites: readonly Suite[] = [
  oktaSpec,
  resources,
  schemaSuite,
  characteristics,
  authentication,
  create,
  read,
  filter,
  list,
  searches,
  replace,
  patch,
  remove,
  bulkSuite,
  projection,
  errors,
  versions,
  discovery,
  cursors,
  oktaCustomApp,
  oktaCatalogueApp,
  entra,
  entraFlag,
  microsoftValidator,
  otherClients,
];
