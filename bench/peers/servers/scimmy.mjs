import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { listen } from './listen.mjs';

const token = randomUUID();

/** Keeps resources in memory. Each access takes a turn of the event loop: any database takes at least that. */
function keep(Resource) {
  const all = new Map();
  SCIMMY.Resources.declare(Resource)
    .ingress(async ({ id = randomUUID() }, instance) => {
      await setImmediate();
      const stored = { ...JSON.parse(JSON.stringify(instance)), id };
      all.set(id, stored);
      return stored;
    })
    .egress(async ({ id, filter }) => {
      await setImmediate();
      if (id !== undefined) return all.get(id);
      return filter === undefined ? [...all.values()] : filter.match([...all.values()]);
    })
    .degress(async ({ id }) => {
      await setImmediate();
      all.delete(id);
    });
}

keep(SCIMMY.Resources.User);
keep(SCIMMY.Resources.Group);

const application = express();
application.use(
  '/scim/v2',
  new SCIMMYRouters({
    type: 'bearer',
    handler(request) {
      if (request.header('Authorization') !== `Bearer ${token}`) throw new Error('The bearer token is not valid.');
      return 'somebody';
    },
  }),
);
await listen(application, { path: '/scim/v2', token });
