import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { BadValue } from './config/setting-types.ts';
import {
  type Config,
  otherPrefixes,
  otherVariables,
  type Setting,
  settings,
} from './config/settings.ts';
import { didYouMean } from './config/suggest.ts';
import { UserError } from './user-error.ts';

export type { Config } from './config/settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the settings come from. */
export interface ConfigSources {
  /** `process.env` by default; the one place in Fritz that reads it. */
  readonly env?: Environment;
  /** Folder that relative paths in the environment start at; the working directory by default. */
  readonly folder?: string;
}

const allSettings: readonly Setting<unknown>[] = Object.values(settings) as Setting<unknown>[];

/**
 * Reads and checks every setting: the environment first, then fritz.yaml (or the file that
 * FRITZ_CONFIG names), then the default.
 *
 * @throws UserError with one line for the first setting that is wrong
 */
export function loadConfig(sources: ConfigSources = {}): Config {
  const env = sources.env ?? process.env;
  const folder = sources.folder ?? process.cwd();
  refuseUnknownVariables(env);
  const file = readFile(env, folder);
  const entries = Object.entries(settings).map(([name, setting]) => {
    return [name, readSetting(setting as Setting<unknown>, env, folder, file)] as const;
  });
  const config = Object.freeze(Object.fromEntries(entries)) as Config;
  checkTogether(config);
  return config;
}

function refuseUnknownVariables(env: Environment): void {
  const known = [...allSettings.map(({ env: name }) => name), ...otherVariables];
  for (const name of Object.keys(env)) {
    if (!name.startsWith('FRITZ_') || known.includes(name)) continue;
    if (otherPrefixes.some((prefix) => name.startsWith(prefix))) continue;
    throw new UserError(`there is no setting ${name}${didYouMean(name, known)}; unset it.`);
  }
}

/** The settings of fritz.yaml by their dotted names. */
interface ConfigFile {
  readonly path: string;
  readonly values: ReadonlyMap<string, unknown>;
}

function readFile(env: Environment, folder: string): ConfigFile | null {
  const named = env.FRITZ_CONFIG;
  const path = resolve(folder, named || 'fritz.yaml');
  if (!existsSync(path)) {
    if (named) throw new UserError(`FRITZ_CONFIG names ${path}, which does not exist.`);
    return null;
  }
  const values = new Map<string, unknown>();
  flatten(parseYaml(path), '', values, path);
  return { path, values };
}

function parseYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8')) ?? {};
  } catch (cause) {
    const [why] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new UserError(`${path} cannot be read: ${why}`, { cause });
  }
}

function flatten(value: unknown, at: string, into: Map<string, unknown>, path: string): void {
  const known = allSettings.map(({ yaml }) => yaml);
  if (known.includes(at)) {
    if (value !== null) into.set(at, value);
    return;
  }
  const isBranch = at === '' || known.some((name) => name.startsWith(`${at}.`));
  if (!isBranch) {
    throw new UserError(`${path}: there is no setting ${at}${didYouMean(at, known)}.`);
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new UserError(`${path}: ${at || 'the file'} must hold settings by name.`);
  }
  for (const [key, child] of Object.entries(value ?? {})) {
    flatten(child, at === '' ? key : `${at}.${key}`, into, path);
  }
}

function readSetting(
  setting: Setting<unknown>,
  env: Environment,
  folder: string,
  file: ConfigFile | null,
): unknown {
  const fromEnv = env[setting.env];
  if (fromEnv !== undefined && fromEnv !== '') {
    return convert(setting, fromEnv, setting.env, folder);
  }
  if (file?.values.has(setting.yaml)) {
    const name = `${setting.yaml} in ${file.path}`;
    return convert(setting, file.values.get(setting.yaml), name, dirname(file.path));
  }
  if (setting.fallback === null) return null;
  return convert(setting, setting.fallback, setting.env, folder);
}

function convert(setting: Setting<unknown>, raw: unknown, name: string, folder: string): unknown {
  try {
    return setting.read(raw, { folder });
  } catch (cause) {
    if (!(cause instanceof BadValue)) throw cause;
    throw new UserError(`${name} ${cause.message}.`, { cause });
  }
}

/** What settings must be together. */
function checkTogether(config: Config): void {
  if (config.kafkaSaslPassword !== null && config.kafkaSaslPasswordFile !== null) {
    throw new UserError(
      'FRITZ_KAFKA_SASL_PASSWORD and FRITZ_KAFKA_SASL_PASSWORD_FILE are both set; unset one.',
    );
  }
  if ((config.kafkaTlsCert === null) !== (config.kafkaTlsKey === null)) {
    throw new UserError('FRITZ_KAFKA_TLS_CERT and FRITZ_KAFKA_TLS_KEY belong together; set both.');
  }
  checkMail(config);
}

function checkMail(config: Config): void {
  const { publicUrl, smtpHost, smtpUser, smtpPassword, smtpPasswordFile, smtpFrom, smtpTls } =
    config;
  if (smtpPassword !== null && smtpPasswordFile !== null) {
    throw new UserError(
      'FRITZ_SMTP_PASSWORD and FRITZ_SMTP_PASSWORD_FILE are both set; unset one.',
    );
  }
  if (smtpHost === null) return;
  if (smtpFrom === null) {
    throw new UserError('FRITZ_SMTP_HOST needs FRITZ_SMTP_FROM: whom mails come from.');
  }
  if (publicUrl === null) {
    throw new UserError(
      'FRITZ_SMTP_HOST needs FRITZ_PUBLIC_URL: the address that links in mails lead to.',
    );
  }
  const hasPassword = smtpPassword !== null || smtpPasswordFile !== null;
  if ((smtpUser !== null) !== hasPassword) {
    throw new UserError('FRITZ_SMTP_USER and its password belong together; set both.');
  }
  const isNear = ['localhost', '127.0.0.1', '::1'].includes(smtpHost);
  if (hasPassword && smtpTls === 'none' && !isNear) {
    throw new UserError('FRITZ_SMTP_TLS=none would show the password to the network.');
  }
}
