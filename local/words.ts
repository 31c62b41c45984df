import type { LocalOptions, LocalSystem } from './start.ts';

/** What `--help` prints. */
export const usage = `Runs Rollcall on this machine: the deployed handlers and routes, on an embedded DynamoDB.

  npm start -- [options]

  --port <number>  the port on 127.0.0.1 (8787; 0 takes a free one)
  --memory         keep nothing: the data is gone at the end
  --open           the demo organization admits every userName and lets SCIM create groups
  --data <folder>  where data, the keys and endpoint.json are kept (.rollcall)
  --help           these words

Variables: DYNAMODB_ENDPOINT names another DynamoDB than the embedded one; PUBLIC_HOSTS names hosts, separated by
commas, that lead to this server (a tunnel's): locations in answers then begin with the host that was called.`;

/** Where data is kept unless it is said otherwise; the command line looks there. */
export const defaultFolder = '.rollcall';

/** What the server prints once it is ready: what to paste into Okta. */
export function welcome(system: LocalSystem, { memory, dataFolder }: LocalOptions): string {
  const { scimBaseUrl, scimKey, adminBaseUrl, adminKey, port, databaseUrl, isNamed, news } = system;
  const own = memory ? 'gone at the end' : `in ${dataFolder}`;
  const data = databaseUrl === undefined ? own : `at ${databaseUrl}`;
  const ready = `Rollcall is ready at ${scimBaseUrl} (demo organization Acme; data ${data}).`;
  const find =
    dataFolder === defaultFolder ? 'it finds this server by itself' : `give --data ${dataFolder} to find this server`;
  const reach = isNamed ? find : 'for this server give URL and key, as ROLLCALL_ENDPOINT and ROLLCALL_KEY';
  return `${[ready, ...news].join('\n')}

Okta calls from outside, over https: open a tunnel to port ${port}, name its host in PUBLIC_HOSTS when starting this
server, and use its https address with /scim/v2 in the place of http://127.0.0.1:${port}/scim/v2.

To paste into Okta (Provisioning, Integration):
  SCIM connector base URL              ${scimBaseUrl}
  Unique identifier field for users    userName
  Supported provisioning actions       Import New Users and Profile Updates, Push New Users,
                                       Push Profile Updates, Push Groups, Import Groups
  Authentication mode                  HTTP Header
  Authorization: Bearer                ${scimKey}
Then, under To App: Create Users, Update User Attributes, Deactivate Users. When pushing groups: link them to the
imported ones, and switch "Rename groups" off.

To administer the organization (the Console), in another terminal:
  npx rollcall --help                  what there is to do; ${reach}
  npx rollcall activity --refused      what was refused, and what to do about it
Or by HTTP:
  Admin API                            ${adminBaseUrl}
  Authorization: Bearer                ${adminKey}
The reference of both APIs is at http://127.0.0.1:${port}/docs.

Ctrl-C ends it.`;
}
