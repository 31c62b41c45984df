import { entra, entraFlag } from './entra.cases.ts';
import { microsoftValidator } from './microsoft-validator.cases.ts';
import { oktaSpec } from './okta-spec.cases.ts';
import { oktaCatalogueApp, oktaCustomApp } from './okta.cases.ts';
import { otherClients } from './other-clients.cases.ts';
import { resources } from './rfc7643-resources.cases.ts';
import { schemaSuite } from './rfc7643-schemas.cases.ts';
import { create, read, remove, replace } from './rfc7644-create-read-delete.cases.ts';
import { authentication, discovery, errors } from './rfc7644-discovery-errors.cases.ts';
import { filter } from './rfc7644-filter.cases.ts';
import { list } from './rfc7644-list.cases.ts';
import { patch } from './rfc7644-patch.cases.ts';
import { projection } from './rfc7644-projection.cases.ts';
import { versions } from './rfc7644-versions.cases.ts';
import type { Suite } from './suite.ts';

/** All suites. Okta's SPEC suite first: it looks at the first user that there is. */
export const suites: readonly Suite[] = [
  oktaSpec,
  resources,
  schemaSuite,
  authentication,
  create,
  read,
  filter,
  list,
  replace,
  patch,
  remove,
  projection,
  errors,
  versions,
  discovery,
  oktaCustomApp,
  oktaCatalogueApp,
  entra,
  entraFlag,
  microsoftValidator,
  otherClients,
];
