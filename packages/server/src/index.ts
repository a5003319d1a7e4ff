export { createServer, type ServerOptions } from './create-server.ts';
export { FritzError } from './http/fritz-error.ts';
