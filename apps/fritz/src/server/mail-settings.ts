import { readFileSync } from 'node:fs';
import type { MailSettings } from '@fritz/server';
import type { Config } from '../config.ts';
import { UserError } from '../user-error.ts';

/** The mail server of the settings; null: there is none. */
export function mailSettings(config: Config): MailSettings | null {
  const { smtpHost, smtpFrom, smtpPassword, smtpPasswordFile, smtpTlsCa } = config;
  if (smtpHost === null || smtpFrom === null) return null;
  return {
    host: smtpHost,
    port: config.smtpPort,
    tls: config.smtpTls,
    from: smtpFrom,
    user: config.smtpUser,
    password: smtpPasswordFile === null ? smtpPassword : readText(smtpPasswordFile).trim(),
    ca: smtpTlsCa === null ? null : readText(smtpTlsCa),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UserError(`${path} cannot be read: correct its name or its rights.`, { cause });
  }
}
