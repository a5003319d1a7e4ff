import { InvalidRequestError } from '../../http/fritz-error.ts';

/** What a request to a service brings along, so that it knows who asks. */
export interface ServiceLogin {
  headers: Record<string, string>;
  /** Fields beside the others in the body. */
  fields: Record<string, string>;
}

/** For what the secrets of services are sealed. */
export const authinfoPurpose = 'analysis service';

/**
 * Checks the secrets of a service: JSON text of an object with a field named as the authentication.
 *
 * @throws InvalidRequestError
 */
export function checkAuthinfo(type: string, text: string | null | undefined): string | null {
  if (type === 'none') return null;
  if (!text) throw refused('is needed for this authentication');
  try {
    readLogin(type, text);
  } catch (error) {
    throw refused(error instanceof Error ? error.message : 'cannot be read');
  }
  return text;
}

function refused(message: string): InvalidRequestError {
  return new InvalidRequestError([{ in: 'body', field: '_authinfo', message }]);
}

/**
 * How to ask a service, by its secrets. As SkyPortal's: `{"header_token": {"Authorization": …}}`,
 * `{"api_key": …, "api_key_name": …}`, `{"HTTPBasicAuth": {"username": …, "password": …}}`, where
 * what stands in the inner object may stand beside it, too.
 */
export function readLogin(type: string, text: string | null): ServiceLogin {
  if (type === 'none' || text === null) return { headers: {}, fields: {} };
  const given = parseObject(text);
  if (!(type in given)) throw new Error(`has no field ${type}`);
  const inner = given[type];
  const fields = isObject(inner) ? { ...given, ...inner } : given;
  if (type === 'api_key') {
    return { headers: {}, fields: { [textOf(fields, 'api_key_name')]: textOf(fields, 'api_key') } };
  }
  if (type === 'HTTPBasicAuth') {
    const login = `${textOf(fields, 'username')}:${textOf(fields, 'password')}`;
    return {
      headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}` },
      fields: {},
    };
  }
  if (!isObject(inner)) throw new Error(`${type} is not an object of headers`);
  const names = Object.keys(inner);
  const headers = Object.fromEntries(names.map((name) => [checkName(name), textOf(inner, name)]));
  return { headers, fields: {} };
}

function parseObject(text: string): Record<string, unknown> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new Error('is not JSON');
  }
  if (!isObject(given)) throw new Error('is not an object');
  return given;
}

function checkName(name: string): string {
  if (!/^[A-Za-z0-9-]+$/.test(name)) throw new Error(`“${name}” is no name of a header`);
  if (/^(host|content-length|transfer-encoding|connection)$/i.test(name)) {
    throw new Error(`the header ${name} is not for the service to say`);
  }
  return name;
}

function textOf(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  // A header holds no line break: it would begin another one.
  if (typeof value !== 'string' || value === '' || /[^\t\x20-\x7e]/.test(value)) {
    throw new Error(`${name} is not a text of ASCII`);
  }
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
