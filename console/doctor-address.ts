import { isLoopback } from './connection.ts';
import { type Finding, fail, ok, warn } from './doctor-findings.ts';

/** What Okta takes at most as a base URL. */
const longestUrl = 1024;

/** Looks at a base URL as it is typed into an identity provider; `baseUrl` is what was meant, where that can be told. */
export function examineBaseUrl(text: string): { readonly finding: Finding; readonly baseUrl?: string } {
  const check = 'base URL';
  const typed = unquote(text);
  const url = URL.parse(typed);
  if (url === null || !/^https?:$/u.test(url.protocol)) {
    return { finding: fail(check, `"${text}" is no URL`, 'Please enter the whole base URL: https://…/scim/v2.') };
  }
  const meant =
    url.origin + url.pathname.replace(/\/(?:Users|Groups|ServiceProviderConfig|Schemas|ResourceTypes|Bulk)?\/*$/iu, '');
  const enter = `Please enter ${meant}.`;
  const findings = [
    url.search !== '' || url.hash !== '' ? fail(check, 'it has a query or a fragment', enter) : undefined,
    /\/admin(?:\/|$)/u.test(url.pathname)
      ? fail(check, 'it is that of the admin API', `Please enter the SCIM one: ${url.origin}/scim/v2.`)
      : undefined,
    meant !== typed.replace(/\/+$/u, '') && url.search + url.hash === ''
      ? fail(check, 'it is the URL of one endpoint, not the base of all', enter)
      : undefined,
    typed.includes('_')
      ? fail(check, 'it has an underscore, which Okta refuses', 'Please use a host name without one.')
      : undefined,
    typed.length > longestUrl
      ? fail(check, `it is longer than ${longestUrl} characters`, 'Please use a shorter one.')
      : undefined,
    url.protocol === 'http:' && !isLoopback(url.hostname)
      ? fail(
          check,
          'it is http, and identity providers call https only',
          `Please enter https://${url.host}${url.pathname}.`,
        )
      : undefined,
    typed !== text
      ? warn(check, 'there are quotes or spaces around it', `Please enter it without: ${meant}.`)
      : undefined,
    typed.endsWith('/') ? warn(check, 'it ends in a slash, and Okta adds one', enter) : undefined,
    isLoopback(url.hostname)
      ? warn(
          check,
          `${meant} is this machine alone`,
          'Okta calls from outside, over https: please open a tunnel, or deploy.',
        )
      : undefined,
  ];
  return { finding: findings.find((one) => one !== undefined) ?? ok(check, meant), baseUrl: meant };
}

/** How a SCIM key is written (T2). */
const keyForm = /^scim-[0-9A-Za-z]{49}$/u;

/** Looks at a key as it is typed into an identity provider; `key` is what was meant. Never repeats it. */
export function examineKey(text: string): { readonly finding: Finding; readonly key: string } {
  const check = 'key';
  const key = unquote(unquote(text).replace(/^(?:bearer(?:\s+|$))+/iu, ''));
  const findings = [
    key === '' ? fail(check, 'it is empty', 'Please create one with "rollcall key create".') : undefined,
    /[^\x21-\x7e]/u.test(key)
      ? fail(check, 'there are spaces or other strange characters in it', 'Please copy it again: it is one word.')
      : undefined,
    key.startsWith('admin-')
      ? fail(check, 'it is an admin key', 'Please use a SCIM key: "rollcall key create" makes one.')
      : undefined,
    /^["'\s]*bearer\s+bearer\s/iu.test(text)
      ? fail(check, 'it has the word Bearer twice', 'Please enter it with one Bearer, or with none.')
      : undefined,
    unquote(text) !== text
      ? fail(check, 'there are quotes or spaces around it', 'Please enter it without.')
      : undefined,
    key.startsWith('scim-') && !keyForm.test(key)
      ? fail(check, 'what follows scim- is not 49 letters and digits', 'Please copy the whole key again.')
      : undefined,
    /^bearer\s/iu.test(text)
      ? warn(
          check,
          'it begins with Bearer',
          'That is right where a whole header is asked for; elsewhere please leave it out.',
        )
      : undefined,
    key.startsWith('scim-')
      ? undefined
      : warn(check, 'it does not begin with scim-', 'Please check that it is the SCIM key.'),
  ];
  return { finding: findings.find((one) => one !== undefined) ?? ok(check, 'written as a SCIM key is'), key };
}

function unquote(text: string): string {
  return text
    .trim()
    .replace(/^(["'])(.*)\1$/su, '$2')
    .trim();
}
