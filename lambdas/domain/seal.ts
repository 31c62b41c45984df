import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** AES-256-GCM: what a cursor says is sealed, for it names people and travels in URLs (RFC 7644 §7.5.2). */
const algorithm = 'aes-256-gcm';
/** Bytes of the nonce and of the tag, which stand before the payload. */
const nonceLength = 12;
const tagLength = 16;

/** Closes the payloads of cursors, and opens again what it closed. */
export type Seal = {
  close(payload: Uint8Array): Buffer;
  /** The payload; undefined for what was not closed by this seal. */
  open(sealed: Uint8Array): Uint8Array | undefined;
};

/**
 * The seal of an organization's secret for one scope. What is authenticated beside the payload tells the cursors of
 * different queries apart, and takes no room in them.
 */
export function sealOf(secret: string, scope: readonly (string | null)[]): Seal {
  const key = createHmac('sha256', secret).update('cursors').digest();
  const beside = Buffer.from(JSON.stringify(scope));
  return {
    close(payload) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(beside);
      const sealed = [cipher.update(payload), cipher.final()];
      return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]);
    },

    open(sealed) {
      const start = nonceLength + tagLength;
      if (sealed.length < start) return undefined;
      const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceLength), { authTagLength: tagLength });
      decipher.setAAD(beside).setAuthTag(sealed.subarray(nonceLength, start));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(start)), decipher.final()]);
      } catch {
        return undefined;
      }
    },
  };
}
