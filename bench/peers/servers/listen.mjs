import { once } from 'node:events';
import { createServer } from 'node:http';

/** Listens on loopback, and tells the parent process where and with what token: the first line that is printed. */
export async function listen(requestListener, { path, token, ...facts }) {
  const server = createServer(requestListener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${server.address().port}`;
  console.log(JSON.stringify({ scimBaseUrl: baseUrl + path, scimKey: token, ...facts }));
}

/** The body of a request as JSON; undefined where it has none. */
export async function readJson(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}
