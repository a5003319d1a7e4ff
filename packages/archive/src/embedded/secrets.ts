import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedError, errorCode } from './database-error.ts';

/** Where the secret of a data folder lives, readable by its owner alone. */
export function secretsPath(dataDir: string): string {
  return join(dataDir, 'secrets.json');
}

/** Reads the folder's secret; null when there is none yet. */
export function readSecret(dataDir: string): string | null {
  const path = secretsPath(dataDir);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
  const secret = parseSecret(text);
  if (secret !== null) return secret;
  throw new EmbeddedError('secrets_missing', `${path} is damaged: restore it from a backup.`);
}

/** Reads the folder's secret, making one of 256 random bits the first time (mode 0600). */
export function ensureSecret(dataDir: string): string {
  const known = readSecret(dataDir);
  if (known !== null) return known;
  const path = secretsPath(dataDir);
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  const secret = randomBytes(32).toString('hex');
  writeFileSync(draft, `${JSON.stringify({ version: 1, secret })}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
    return secret;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    return ensureSecret(dataDir);
  } finally {
    rmSync(draft, { force: true });
  }
}

function parseSecret(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('secret' in value)) return null;
    return typeof value.secret === 'string' && value.secret !== '' ? value.secret : null;
  } catch {
    return null;
  }
}

/** The password of a database role: HMAC-SHA256(secret, role name), in hex. */
export function derivePassword(secret: string, role: string): string {
  return createHmac('sha256', secret).update(role).digest('hex');
}

/**
 * The SCRAM-SHA-256 verifier of an ASCII password (RFC 5802, in PostgreSQL's notation), so that
 * neither SQL texts nor the server's log ever hold the password itself.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const iterations = 4096;
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const sign = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(sign('Client Key')).digest('base64');
  const serverKey = sign('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
