import { generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';

/** A provider's key, and signatures by it. */
export interface SigningKey {
  privateJwk: JsonWebKey & { kty: 'RSA' };
  /** A JSON Web Token with these claims (RFC 7519; RS256 of RFC 7518 §3.3). */
  makeToken(claims: object): string;
}

const keyId = 'test-key';

export function makeSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const exported = privateKey.export({ format: 'jwk' });
  return {
    privateJwk: { ...exported, kty: 'RSA', kid: keyId, alg: 'RS256', use: 'sig' },
    makeToken(claims) {
      const head = encode({ alg: 'RS256', kid: keyId });
      const body = encode(claims);
      const signature = sign('sha256', Buffer.from(`${head}.${body}`), privateKey);
      return `${head}.${body}.${signature.toString('base64url')}`;
    },
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
