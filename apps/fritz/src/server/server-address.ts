import type { Config } from '../config.ts';

/** The port that a server listens on. */
export function portOf(address: unknown, asked: number): number {
  const isOpen = typeof address === 'object' && address !== null && 'port' in address;
  return isOpen ? Number(address.port) : asked;
}

/** The address to show: one that a browser on this machine can open. */
export function urlOf(config: Config, port: number): string {
  if (config.publicUrl !== null) return config.publicUrl;
  const isEverywhere = ['0.0.0.0', '::'].includes(config.host);
  const host = isEverywhere ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
