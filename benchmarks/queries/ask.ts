import { type Agent, request } from 'node:http';

/** A query to a server, and its answer's text; a status other than 200 is an error. */
export function askQuery(
  place: { readonly hostname: string; readonly port: string; readonly agent: Agent },
  token: string,
  query: object,
): Promise<string> {
  const body = JSON.stringify(query);
  const headers = {
    authorization: token,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const options = { ...place, path: '/kowalski/api/queries', method: 'POST', headers };
    const sent = request(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(text.slice(0, 500)));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
