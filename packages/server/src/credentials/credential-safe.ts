import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Something sealed that cannot be opened: with another key, for another place, or damaged. */
export class UnsealError extends Error {}

/**
 * Seals credentials for the database with AES-256-GCM (NIST SP 800-38D), under a key that the database
 * never has. What is sealed for one place, e.g. an allocation, opens nowhere else.
 */
export class CredentialSafe {
  readonly #key: Buffer;

  /** `secret`: any text; the key is made of it. */
  constructor(secret: string) {
    this.#key = createHmac('sha256', secret).update('fritz credentials 1').digest();
  }

  seal(place: string, text: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(place));
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws UnsealError */
  open(place: string, sealed: Buffer): string {
    try {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce)
        .setAAD(Buffer.from(place))
        .setAuthTag(sealed.subarray(-TAG_BYTES));
      const text = sealed.subarray(NONCE_BYTES, -TAG_BYTES);
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new UnsealError('these credentials were sealed with another key', { cause });
    }
  }
}
