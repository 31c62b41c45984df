/** The product that offers provisioning, as its name shapes groups and attributes. */
export type Product = {
  /** As people read it: `Statsig`. */
  readonly name: string;
  /** What generated group names begin with: the name without white space. */
  readonly groupPrefix: string;
  /** The attribute of the organization role: `statsigOrgRole` (O6). */
  readonly orgRole: string;
  /** The extension URN under which Entra ID sends the same attribute (O6). */
  readonly orgRoleUrn: string;
};

/**
 * Derives all that the product's name decides. Throws a plain Error where no attribute can be named after it (RFC 7643 §2.1):
 * such a name begins with a letter, and is of ASCII.
 */
export function productNamed(name: string): Product {
  const words = name.match(/[\p{L}\p{N}]+/gu);
  if (words === null) throw new Error(`The product name "${name}" has no letter or digit.`);
  const [first = '', ...rest] = words;
  const camel = lowerFirst(first) + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  if (!/^[A-Za-z][A-Za-z0-9]*$/u.test(camel)) {
    throw new Error(
      `No attribute can be named after the product "${name}" (RFC 7643 §2.1). Please begin it with a letter, and take ` +
        'letters of a to z and digits.',
    );
  }
  return {
    name,
    groupPrefix: name.replaceAll(/\s/gu, ''),
    orgRole: `${camel}OrgRole`,
    orgRoleUrn: `urn:ietf:params:scim:schemas:extension:${camel}:2.0:User`,
  };
}

function lowerFirst(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}
