import { fold } from '#scim/fold.ts';
import { consoleRefusals } from './console-refusals.ts';

/** Email domains that one organization may have. */
const domainLimit = 100;
/** The longest name of a host, in characters (RFC 1035 §2.3.4). */
const hostLimit = 253;

/** Letters, digits and hyphens within, at most 63 of them; at least one dot (RFC 1123 §2.1), in any script. */
const label = String.raw`(?!-)[\p{L}\p{M}\p{N}-]{1,63}(?<!-)`;
const host = new RegExp(String.raw`^${label}(?:\.${label})+$`, 'u');

/** Email domains as an organization keeps them: folded, each once; `*` for all (U2). Throws 400 for what is none. */
export function readDomains(texts: readonly string[]): readonly string[] {
  const domains = [...new Set(texts.map((text) => readDomain(text)))];
  if (domains.length > domainLimit) throw consoleRefusals.tooManyDomains(domainLimit);
  return domains;
}

function readDomain(text: string): string {
  const domain = fold(text.trim());
  if (domain === '*' || (domain.length <= hostLimit && host.test(domain))) return domain;
  throw consoleRefusals.emailDomainUnusable(text);
}
