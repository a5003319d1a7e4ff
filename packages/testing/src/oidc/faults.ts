import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SigningKey } from './signing-key.ts';

/** What a provider may do to those who ask it. */
export type Fault =
  /** Answers 500. */
  | { kind: 'error' }
  /** Takes the question and says nothing. */
  | { kind: 'silent' }
  /** Answers a page that is no answer. */
  | { kind: 'garbage' }
  /** Begins an answer that never ends. */
  | { kind: 'endless' }
  /** Gives an ID token of these claims, signed by the provider's key, or by nobody. */
  | { kind: 'token'; claims: (issuer: string) => object; unsigned?: boolean };

/** Where servers ask, as opposed to browsers. */
const backChannel = /^\/(\.well-known\/|token$|me$|jwks$)/;

/** Answers in the provider's place where something is wrong with it; says whether it did. */
export function spoil(
  fault: Fault | null,
  request: IncomingMessage,
  response: ServerResponse,
  provider: { issuer: string; key: SigningKey },
): boolean {
  if (fault === null || !backChannel.test(request.url ?? '')) return false;
  switch (fault.kind) {
    case 'error':
      response.writeHead(500, { 'content-type': 'text/plain' }).end('out of order');
      return true;
    case 'silent':
      return true;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to nginx!</h1>');
      return true;
    case 'endless':
      response.writeHead(200, { 'content-type': 'application/json' });
      sendForEver(response);
      return true;
    case 'token':
      if (request.url !== '/token') return false;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(tokens(fault, provider)));
      return true;
  }
}

function sendForEver(response: ServerResponse): void {
  const part = `"${'x'.repeat(64_000)}",`;
  const more = (): void => {
    while (!response.destroyed && response.write(part));
  };
  response.on('drain', more);
  response.write('[');
  more();
}

function tokens(
  fault: Extract<Fault, { kind: 'token' }>,
  { issuer, key }: { issuer: string; key: SigningKey },
): object {
  const signed = key.makeToken(fault.claims(issuer));
  const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  const idToken = fault.unsigned ? `${none}.${signed.split('.')[1]}.` : signed;
  return { access_token: 'an access token', token_type: 'Bearer', id_token: idToken };
}
