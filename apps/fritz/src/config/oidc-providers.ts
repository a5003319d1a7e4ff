import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BadValue, type SettingType } from './setting-types.ts';
import { didYouMean } from './suggest.ts';

/** An OpenID Connect provider that people may sign in at. */
export interface OidcProviderSetting {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly scope: string;
}

/** Providers that need no more than what they gave one for Fritz. */
const presets: Readonly<Record<string, Pick<OidcProviderSetting, 'name' | 'issuer' | 'scope'>>> = {
  google: {
    name: 'Google',
    issuer: 'https://accounts.google.com',
    scope: 'openid email profile',
  },
  // ORCID tells names and e-mail with no other scope (ORCID's OpenID Connect documentation).
  orcid: { name: 'ORCID', issuer: 'https://orcid.org', scope: 'openid' },
  cilogon: {
    name: 'CILogon',
    issuer: 'https://cilogon.org',
    scope: 'openid email profile org.cilogon.userinfo',
  },
};

const fields = ['id', 'name', 'issuer', 'clientId', 'clientSecret', 'clientSecretFile', 'scope'];

/** A list of providers, in YAML or as JSON. No value is shown in an error: some are secret. */
export const oidcProviders: SettingType<readonly OidcProviderSetting[]> = (raw, { folder }) => {
  const list = typeof raw === 'string' ? parseJson(raw) : raw;
  if (!Array.isArray(list)) throw new BadValue('must be a list of providers');
  const providers = list.map((item, index) => readProvider(item, `entry ${index + 1}`, folder));
  const ids = providers.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new BadValue(`names ${twice} twice`);
  return providers;
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BadValue('must be a list of providers in JSON', { cause });
  }
}

function readProvider(raw: unknown, place: string, folder: string): OidcProviderSetting {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw new BadValue(`${place} must be a provider: id, clientId and so on`);
  }
  const given: Record<string, unknown> = { ...raw };
  const unknown = Object.keys(given).find((name) => !fields.includes(name));
  if (unknown !== undefined) {
    throw new BadValue(`${place} has no setting ${unknown}${didYouMean(unknown, fields)}`);
  }
  const id = textOf(given, 'id', place);
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(id)) {
    throw new BadValue(`${place}: id must be small letters, digits and hyphens`);
  }
  const preset = presets[id];
  const at = `of ${id}`;
  return {
    id,
    name: optionalText(given, 'name', at) ?? preset?.name ?? id,
    issuer: readIssuer(optionalText(given, 'issuer', at) ?? preset?.issuer, at),
    clientId: textOf(given, 'clientId', at),
    clientSecret: readSecret(given, at, folder),
    scope: readScope(
      optionalText(given, 'scope', at) ?? preset?.scope ?? 'openid email profile',
      at,
    ),
  };
}

/** The secret itself or the file that holds it; without either the client is a public one. */
function readSecret(given: Record<string, unknown>, at: string, folder: string): string | null {
  const secret = optionalText(given, 'clientSecret', at);
  const file = optionalText(given, 'clientSecretFile', at);
  if (file === null) return secret;
  if (secret !== null) throw new BadValue(`${at}: clientSecret and clientSecretFile are both set`);
  const path = resolve(folder, file);
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new BadValue(`${at}: ${path} cannot be read`, { cause });
  }
}

function readIssuer(issuer: string | undefined, at: string): string {
  const known = Object.keys(presets).join(', ');
  if (issuer === undefined)
    throw new BadValue(`${at}: issuer is missing (only ${known} need none)`);
  if (!URL.canParse(issuer))
    throw new BadValue(`${at}: issuer must look like https://id.example.org`);
  const { protocol, hostname, search, hash } = new URL(issuer);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && isHere)) {
    throw new BadValue(`${at}: issuer must begin with https://`);
  }
  if (search !== '' || hash !== '') throw new BadValue(`${at}: issuer must have no ? and no #`);
  return issuer;
}

function readScope(scope: string, at: string): string {
  if (scope.split(' ').includes('openid')) return scope;
  throw new BadValue(`${at}: scope must have openid in it`);
}

function textOf(given: Record<string, unknown>, name: string, place: string): string {
  const text = optionalText(given, name, place);
  if (text === null) throw new BadValue(`${place}: ${name} is missing`);
  return text;
}

function optionalText(given: Record<string, unknown>, name: string, place: string): string | null {
  const value = given[name];
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new BadValue(`${place}: ${name} must be a text`);
}
