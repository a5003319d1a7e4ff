export { createServer, type ServerOptions } from './create-server.ts';
export { invitationMail } from './features/invitations/invitation-mail.ts';
export { invite } from './features/invitations/invitations.service.ts';
export type { OidcProvider } from './features/sign-in/identity-provider.ts';
export type { SignInOptions } from './features/sign-in/sign-in-desk.ts';
export { makeUser } from './features/users/users.service.ts';
export { FritzError } from './http/fritz-error.ts';
export type { RateLimits } from './http/rate-limiter.ts';
export { MailRoom, type MailSettings } from './mail/mail-room.ts';
