import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What it answers to one path. */
export interface OutsideSays {
  status?: number;
  type?: string;
  /** null: nothing, ever. */
  body: Buffer | string | null;
}

/** A server of somebody else: of pictures, of forecasts. */
export interface TestOutsideServer {
  readonly url: string;
  /** What was asked for, path and query, in order. */
  readonly asked: URL[];
  /** By path; 404 for others. */
  readonly says: Map<string, OutsideSays>;
  close(): Promise<void>;
}

/** A JPEG's first bytes and its end: as little as is one. */
export const smallJpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////' +
    '////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);

/** A forecast as Open-Meteo writes it: one value an hour from `fromS` on, Unix time. */
export function openMeteoForecast(fromS: number, hours = 72): object {
  const column = (value: (hour: number) => number) =>
    Array.from({ length: hours }, (_, i) => value(i));
  return {
    latitude: 33.36,
    longitude: -116.86,
    hourly_units: { temperature_2m: '°C' },
    hourly: {
      time: column((hour) => fromS + 3600 * hour),
      temperature_2m: column((hour) => 10 + hour / 10),
      relative_humidity_2m: column(() => 40),
      cloud_cover: column((hour) => hour % 101),
      wind_speed_10m: column(() => 3.5),
      wind_gusts_10m: column(() => 7),
      precipitation_probability: column((hour) => (hour < 6 ? 0 : 50)),
    },
  };
}

/** Starts a server on the loopback address. */
export async function testOutsideServer(): Promise<TestOutsideServer> {
  const asked: URL[] = [];
  const says = new Map<string, OutsideSays>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://outside.test');
    asked.push(url);
    const answer = says.get(url.pathname) ?? { status: 404, type: 'text/plain', body: 'nothing' };
    if (answer.body === null) return;
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'image/jpeg' });
    response.end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    says,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
