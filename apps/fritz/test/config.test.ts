import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { settings } from '../src/config/settings.ts';
import { loadConfig } from '../src/config.ts';
import { UserError } from '../src/user-error.ts';

function load(env: Record<string, string> = {}, yaml?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'fritz-config-'));
  try {
    if (yaml !== undefined) writeFileSync(join(folder, 'fritz.yaml'), yaml);
    return { folder, config: loadConfig({ env, folder }) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function complaint(env: Record<string, string>, yaml?: string): string {
  try {
    load(env, yaml);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    assert.doesNotMatch(error.message, /\n/);
    return error.message;
  }
  return assert.fail('the settings were accepted');
}

test('without settings there are the defaults, and they cannot be changed', () => {
  const { folder, config } = load();
  assert.equal(config.port, 5000);
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.dataDir, join(folder, 'data'));
  assert.equal(config.databaseUrl, null);
  assert.ok(Object.isFrozen(config));
});

test('no secret has a default', () => {
  const secrets = Object.values(settings).filter((s) => 'isSecret' in s && s.isSecret);
  assert.ok(secrets.length >= 3);
  for (const secret of secrets) assert.equal(secret.fallback, null, secret.env);
});

test('each setting has its own names and a description', () => {
  const all = Object.values(settings);
  assert.equal(new Set(all.map(({ env }) => env)).size, all.length);
  assert.equal(new Set(all.map(({ yaml }) => yaml)).size, all.length);
  for (const { env, description } of all) assert.match(description, /\.$/, env);
});

test('the environment goes before the file, and paths begin where they are named', () => {
  const yaml = 'port: 6000\nhost: 0.0.0.0\ndata: archive\nkafka:\n  brokers: [a:1, b:2]\n';
  const { folder, config } = load({ FRITZ_PORT: '7000' }, yaml);
  assert.equal(config.port, 7000);
  assert.equal(config.host, '0.0.0.0');
  assert.equal(config.dataDir, join(folder, 'archive'));
  assert.deepEqual(config.kafkaBrokers, ['a:1', 'b:2']);
});

test('an unknown name is refused with the one that may be meant', () => {
  assert.match(complaint({ FRITZ_PROT: '1' }), /FRITZ_PROT \(did you mean FRITZ_PORT\?\)/);
  assert.match(complaint({}, 'prot: 1'), /prot \(did you mean port\?\)/);
  assert.match(
    complaint({}, 'kafka:\n  topic: x'),
    /kafka\.topic \(did you mean kafka\.topics\?\)/,
  );
});

test('a wrong value is named with what it must be', () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{ FRITZ_PORT: 'abc' }, /^FRITZ_PORT must be a port from 0 to 65535, not "abc"\.$/],
    [{ FRITZ_PORT: '70000' }, /must be a port/],
    [{ FRITZ_LOG_LEVEL: 'loud' }, /must be debug or info or warn or error/],
    [{ FRITZ_KAFKA_BROKERS: 'nohost' }, /must be host:port/],
    [{ FRITZ_KAFKA_TLS: 'maybe' }, /must be true or false/],
    [{ FRITZ_KAFKA_TLS_CERT: 'cert.pem' }, /belong together/],
    [{ FRITZ_CONFIG: 'missing.yaml' }, /which does not exist/],
  ];
  for (const [env, wanted] of cases) assert.match(complaint(env), wanted);
  assert.match(complaint({}, 'port: [1]'), /^port in .*fritz\.yaml must be a port/);
  assert.match(complaint({}, 'port: "'), /cannot be read/);
  assert.match(complaint({}, '- port'), /must hold settings by name/);
});

test('a secret is never part of a complaint', () => {
  assert.doesNotMatch(complaint({ FRITZ_SECRET: 'hunter2' }), /hunter2/);
  assert.doesNotMatch(complaint({ DATABASE_URL: 'mysql://me:hunter2@x/y' }), /hunter2/);
});

test('providers are named in full, or by a preset that needs no more than a client', () => {
  const yaml = `
oidc:
  registration: open
  defaultRole: full user
  providers:
    - { id: orcid, clientId: APP-1, clientSecret: s3cret }
    - { id: lab, name: My lab, issuer: 'https://id.example.org/realm', clientId: fritz }
`;
  const { config } = load({}, yaml);
  assert.deepEqual(config.oidcProviders, [
    {
      id: 'orcid',
      name: 'ORCID',
      issuer: 'https://orcid.org',
      clientId: 'APP-1',
      clientSecret: 's3cret',
      scope: 'openid',
    },
    {
      id: 'lab',
      name: 'My lab',
      issuer: 'https://id.example.org/realm',
      clientId: 'fritz',
      clientSecret: null,
      scope: 'openid email profile',
    },
  ]);
  assert.equal(config.oidcRegistration, 'open');
  assert.equal(config.oidcDefaultRole, 'Full user');
  const json = '[{"id": "google", "clientId": "x", "clientSecret": "y"}]';
  const fromEnv = load({ FRITZ_OIDC_PROVIDERS: json }).config.oidcProviders;
  assert.equal(fromEnv?.[0]?.issuer, 'https://accounts.google.com');
});

test('a provider that is not right is refused, without telling its secret', () => {
  const good = { id: 'lab', issuer: 'https://id.example.org', clientId: 'x', clientSecret: 'hush' };
  const wrong: [unknown, RegExp][] = [
    [{ ...good, issuer: undefined }, /issuer is missing/],
    [{ ...good, issuer: 'http://id.example.org' }, /begin with https/],
    [{ ...good, issuer: 'id.example.org' }, /must look like/],
    [{ ...good, clientId: '' }, /clientId must be a text/],
    [{ ...good, id: 'My Lab' }, /id must be small letters/],
    [{ ...good, scope: 'email' }, /openid/],
    [{ ...good, clientsecret: 'hush' }, /no setting clientsecret \(did you mean clientSecret/],
    [{ ...good, clientSecretFile: 'x' }, /both set/],
    [{ ...good, clientSecret: undefined, clientSecretFile: '/nowhere' }, /cannot be read/],
    ['lab', /must be a provider/],
  ];
  for (const [provider, expected] of wrong) {
    const told = complaint({ FRITZ_OIDC_PROVIDERS: JSON.stringify([provider]) });
    assert.match(told, expected);
    assert.equal(told.includes('hush'), false, told);
  }
  assert.match(complaint({ FRITZ_OIDC_PROVIDERS: JSON.stringify([good, good]) }), /lab twice/);
  assert.match(
    complaint({ FRITZ_OIDC_PROVIDERS: 'hush' }),
    /must be a list of providers in JSON\.$/,
  );
});

test('proxies are addresses, limits are numbers', () => {
  const { config } = load({ FRITZ_TRUST_PROXY: 'loopback,10.0.0.0/8', FRITZ_LIMIT_TOKEN: '60' });
  assert.deepEqual(config.trustProxy, ['loopback', '10.0.0.0/8']);
  assert.equal(config.tokensPerMinute, 60);
  // Twice the largest page of candidates, with three stamps each, within one minute.
  assert.ok(config.usersPerMinute >= 2 * 500 * 3);
  for (const value of ['true', '10.0.0.0/33', 'proxy.example.org']) {
    assert.match(complaint({ FRITZ_TRUST_PROXY: value }), /must be IP addresses/);
  }
  for (const value of ['0', '-1', 'many']) {
    assert.match(complaint({ FRITZ_LIMIT_USER: value }), /whole number/);
  }
});

test('a mail server needs a sender, a whole login, and no network that reads along', () => {
  const home = { FRITZ_PUBLIC_URL: 'https://fritz.example.org' };
  const mail = { FRITZ_SMTP_HOST: 'mail.example.org', FRITZ_SMTP_FROM: 'Fritz <f@example.org>' };
  assert.match(complaint(mail), /needs FRITZ_PUBLIC_URL/);
  const server = { ...home, ...mail };
  const { config } = load(server);
  assert.deepEqual([config.smtpPort, config.smtpTls], [587, 'starttls']);
  assert.match(complaint({ FRITZ_SMTP_HOST: 'mail.example.org' }), /FRITZ_SMTP_FROM/);
  assert.match(complaint({ ...server, FRITZ_SMTP_FROM: 'Fritz' }), /must look like/);
  assert.match(complaint({ ...server, FRITZ_SMTP_USER: 'fritz' }), /belong together/);
  const login = { ...server, FRITZ_SMTP_USER: 'fritz', FRITZ_SMTP_PASSWORD: 'hidden-word' };
  load(login);
  const open = complaint({ ...login, FRITZ_SMTP_TLS: 'none' });
  assert.match(open, /password/);
  assert.doesNotMatch(open, /hidden-word/);
  load({ ...login, FRITZ_SMTP_TLS: 'none', FRITZ_SMTP_HOST: '127.0.0.1' });
  const both = { ...login, FRITZ_SMTP_PASSWORD_FILE: '/run/secrets/mail' };
  assert.match(complaint(both), /unset one/);
});
