import { InvalidRequestError } from '../../http/fritz-error.ts';

/**
 * The bytes of a file that a body carries in base64, as a data URL or without its beginning.
 *
 * @throws InvalidRequestError where it is not base64
 */
export function decodeFile(field: string, text: string): Buffer {
  const comma = text.startsWith('data:') ? text.indexOf('base64,') + 'base64,'.length : 0;
  const body = text.slice(comma).replaceAll(/\s/g, '');
  const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(body) && body.length % 4 !== 1;
  if (!isBase64) throw new InvalidRequestError([{ in: 'body', field, message: 'is not base64' }]);
  return Buffer.from(body, 'base64');
}
