export { createServer, type ServerOptions } from './create-server.ts';
export type { OidcProvider } from './features/sign-in/identity-provider.ts';
export type { SignInOptions } from './features/sign-in/sign-in-desk.ts';
export { FritzError } from './http/fritz-error.ts';
export type { RateLimits } from './http/rate-limiter.ts';
export type { MailSettings } from './mail/mail-room.ts';
