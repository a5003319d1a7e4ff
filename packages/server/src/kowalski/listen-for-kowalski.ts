import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { KOWALSKI_PREFIX } from './add-kowalski.ts';

/** A port at which Kowalski's API stands at the root. */
export interface KowalskiPort {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens a port of a server's for Kowalski's clients, who ask for `/api/…`. Port 0: any that is free. */
export async function listenForKowalski(
  app: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<KowalskiPort> {
  const server: Server = createServer((request, response) => {
    request.url = `${KOWALSKI_PREFIX}${request.url ?? '/'}`;
    app.routing(request, response);
  });
  await app.ready();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
    });
  return { port: portOf(server), close };
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
