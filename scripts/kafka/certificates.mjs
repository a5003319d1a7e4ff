// Certificates for the listeners with TLS.
import { spawnSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const DAYS = '3650';
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/**
 * A self-signed certificate for 127.0.0.1 in a key store, and by itself for clients.
 * @param {string} dir
 * @param {string} password
 */
export async function makeCertificate(dir, password) {
  const store = join(dir, 'broker.p12');
  const ca = join(dir, 'broker.pem');
  await rm(store, { force: true });
  const common = ['-alias', 'broker', '-keystore', store, '-storepass', password];
  runKeytool([
    ...['-genkeypair', ...common, '-storetype', 'PKCS12', '-keyalg', 'RSA', '-validity', DAYS],
    ...['-dname', 'CN=localhost', '-ext', 'SAN=dns:localhost,ip:127.0.0.1'],
  ]);
  runKeytool(['-exportcert', ...common, '-rfc', '-file', ca]);
  return { store, ca };
}

/** @param {string[]} args */
function runKeytool(args) {
  const { status, stdout, error } = spawnSync('keytool', args, { encoding: 'utf8' });
  if (error !== undefined) throw new Error("'keytool' of the Java installation is not on the PATH");
  if (status !== 0) throw new Error(`keytool failed: ${stdout.trim()}`);
}

/**
 * An authority, and a certificate from it for the broker and one for a client, all as PEM files;
 * null where there is no openssl.
 * @param {string} dir
 */
export async function makeSignedCertificates(dir) {
  if (spawnSync('openssl', ['version']).error !== undefined) return null;
  const ca = join(dir, 'authority.pem');
  const caKey = join(dir, 'authority.key');
  const subject = ['-subj', '/CN=Fritz test authority'];
  runOpenssl(['req', '-x509', ...KEY, '-days', DAYS, ...subject, '-keyout', caKey, '-out', ca]);
  const authority = { ca, caKey };
  const server = await sign(dir, 'server', authority);
  const client = await sign(dir, 'client', authority);
  const keyStore = join(dir, 'server-store.pem');
  const texts = [await readFile(server.key, 'utf8'), await readFile(server.cert, 'utf8')];
  await writeFile(keyStore, texts.join(''), { mode: 0o600 });
  return { keyStore, ca, ...client };
}

/** @param {string} dir @param {string} name @param {{ ca: string, caKey: string }} authority */
async function sign(dir, name, { ca, caKey }) {
  const path = (ending) => join(dir, `${name}.${ending}`);
  const [key, request, cert, extra] = ['key', 'csr', 'pem', 'ext'].map(path);
  await writeFile(extra, 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  runOpenssl(['req', ...KEY, '-subj', `/CN=fritz-${name}`, '-keyout', key, '-out', request]);
  const signer = ['-CA', ca, '-CAkey', caKey, '-CAcreateserial', '-days', DAYS];
  runOpenssl(['x509', '-req', '-in', request, ...signer, '-extfile', extra, '-out', cert]);
  return { cert, key };
}

/** @param {string[]} args */
function runOpenssl(args) {
  const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl failed: ${stderr.trim()}`);
}
