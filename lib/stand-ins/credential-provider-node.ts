/** The credentials that Lambda puts into the environment of each function; they live as long as that does. */
export function defaultProvider() {
  return async () => ({
    accessKeyId: variable('AWS_ACCESS_KEY_ID'),
    secretAccessKey: variable('AWS_SECRET_ACCESS_KEY'),
    sessionToken: variable('AWS_SESSION_TOKEN'),
  });
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`The environment of this function has no ${name}.`);
  return value;
}
