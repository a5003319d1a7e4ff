import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { type Role, roles } from '@fritz/contract';

/** Turns a setting's raw value into its own type; throws the words that follow the name. */
export type SettingType<T> = (raw: unknown, from: { folder: string }) => T;

/** What is wrong with a value, in words that follow the setting's name. */
export class BadValue extends Error {}

/** A text that is not empty. */
export const text: SettingType<string> = (raw) => {
  if (typeof raw !== 'string' || raw.trim() === '') throw new BadValue('must be a text');
  return raw.trim();
};

/** A path; relative ones start at the folder of the file that names it, or where Fritz is run. */
export const path: SettingType<string> = (raw, { folder }) =>
  resolve(folder, text(raw, { folder }));

/** A folder with these files. */
export function folderWith(...files: readonly string[]): SettingType<string> {
  return (raw, from) => {
    const folder = path(raw, from);
    const missing = files.find((name) => !existsSync(join(folder, name)));
    if (missing === undefined) return folder;
    throw new BadValue(`must be a folder with ${files.join(' and ')}: ${missing} is not there`);
  };
}

/** A TCP port; 0 takes a free one. */
export const port: SettingType<number> = (raw) => {
  const value = typeof raw === 'string' && /^\d+$/.test(raw.trim()) ? Number(raw) : raw;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535) {
    return value;
  }
  throw new BadValue(`must be a port from 0 to 65535, not ${show(raw)}`);
};

/** A TCP port that others are told of. */
export const tcpPort: SettingType<number> = (raw, from) => {
  const value = port(raw, from);
  if (value > 0) return value;
  throw new BadValue('must be a port from 1 to 65535, not 0');
};

/** A whole number within bounds. */
export function wholeNumber(least: number, most: number): SettingType<number> {
  return (raw) => {
    const value = typeof raw === 'string' && /^\d+$/.test(raw.trim()) ? Number(raw) : raw;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) {
      return value;
    }
    throw new BadValue(`must be a whole number from ${least} to ${most}, not ${show(raw)}`);
  };
}

/** Yes or no. */
export const flag: SettingType<boolean> = (raw) => {
  if (typeof raw === 'boolean') return raw;
  const word = String(raw).trim().toLowerCase();
  if (['1', 'true', 'yes', 'on'].includes(word)) return true;
  if (['0', 'false', 'no', 'off'].includes(word)) return false;
  throw new BadValue(`must be true or false, not ${show(raw)}`);
};

/** Texts, as a YAML list or separated by commas. */
export const list: SettingType<readonly string[]> = (raw) => {
  const parts = Array.isArray(raw) ? raw : String(raw).split(',');
  const values = parts.map((part) => String(part).trim()).filter((part) => part !== '');
  if (values.length === 0 || (typeof raw === 'object') !== Array.isArray(raw)) {
    throw new BadValue('must name at least one');
  }
  return values;
};

/** Numbers of a survey's programmes, as a YAML list or separated by commas. */
export const programs: SettingType<readonly number[]> = (raw, from) => {
  const values = list(typeof raw === 'number' ? String(raw) : raw, from).map(Number);
  if (values.every((value) => Number.isInteger(value) && value >= 0 && value <= 32_767)) {
    return values;
  }
  throw new BadValue(`must be numbers of programmes, not ${show(raw)}`);
};

/** `host:port` addresses. */
export const brokers: SettingType<readonly string[]> = (raw, from) => {
  const addresses = list(raw, from);
  for (const address of addresses) {
    if (!/^(\[[0-9a-f:]+\]|[^\s:]+):\d{1,5}$/i.test(address)) {
      throw new BadValue(`must be host:port[,host:port…], not ${show(address)}`);
    }
  }
  return addresses;
};

/** One of these words. */
export function oneOf<const T extends string>(...words: readonly T[]): SettingType<T> {
  return (raw) => {
    const word = String(raw).trim().toLowerCase();
    const found = words.find((known) => known === word);
    if (found === undefined) throw new BadValue(`must be ${words.join(' or ')}, not ${show(raw)}`);
    return found;
  };
}

/** A number of things, at least 1. */
export const count: SettingType<number> = (raw) => {
  const value = typeof raw === 'string' && /^\d{1,9}$/.test(raw.trim()) ? Number(raw) : raw;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw new BadValue(`must be a whole number from 1, not ${show(raw)}`);
};

/** A role's name, as it is written. */
export const role: SettingType<Role> = (raw) => {
  const found = roles.find((name) => name.toLowerCase() === String(raw).trim().toLowerCase());
  if (found === undefined) throw new BadValue(`must be ${roles.join(' or ')}, not ${show(raw)}`);
  return found;
};

/** IP addresses and networks (`10.0.0.0/8`); `loopback` is this machine. */
export const addresses: SettingType<readonly string[]> = (raw, from) => {
  const values = list(raw, from);
  for (const value of values) {
    const [address = '', bits] = value.split('/');
    const longest = isIP(address) === 6 ? 128 : 32;
    const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
    if (value !== 'loopback' && !(isIP(address) !== 0 && isNetwork)) {
      throw new BadValue(`must be IP addresses or networks, not ${show(value)}`);
    }
  }
  return values;
};

/** The sender of mails: an address, alone or after a name. */
export const sender: SettingType<string> = (raw, from) => {
  const value = text(raw, from);
  if (
    /^([^<>\r\n]*<)?[^\s<>@]+@[^\s<>@]+>?$/.test(value) &&
    value.includes('<') === value.endsWith('>')
  ) {
    return value;
  }
  throw new BadValue(`must look like Fritz <fritz@example.org>, not ${show(raw)}`);
};

/** At least so many characters, so that it cannot be guessed. */
export const secret: SettingType<string> = (raw) => {
  if (typeof raw === 'string' && raw.length >= 16) return raw;
  throw new BadValue('must have at least 16 characters (openssl rand -hex 32 makes a good one)');
};

/** A PostgreSQL address. The value may hold a password and is never shown. */
export const databaseUrl: SettingType<string> = (raw) => {
  if (typeof raw === 'string' && /^postgres(ql)?:\/\/\S+$/.test(raw.trim())) return raw.trim();
  throw new BadValue('must look like postgresql://user:password@host:5432/database');
};

/** An http(s) address without a path's final slash. */
export const url: SettingType<string> = (raw) => {
  const value = String(raw).trim();
  if (!/^https?:\/\/[^\s/]+/.test(value) || !URL.canParse(value)) {
    throw new BadValue(`must look like https://fritz.example.org, not ${show(raw)}`);
  }
  return value.replace(/\/+$/, '');
};

function show(raw: unknown): string {
  return JSON.stringify(raw) ?? 'nothing';
}
