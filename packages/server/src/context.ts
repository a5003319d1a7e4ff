import type { AlertArchive, Archive, CollectionMemory } from '@fritz/archive';
import type { FastifyBaseLogger } from 'fastify';
import type { CredentialSafe } from './credentials/credential-safe.ts';
import type { SfdFiles } from './dust/sfd-files.ts';
import type { ClientReports } from './features/client-reports/client-reports.ts';
import type { SourceViews } from './features/dashboard/source-views.ts';
import type { SurveyPictures } from './features/installation/survey-pictures.ts';
import type { SignInDesk } from './features/sign-in/sign-in.service.ts';
import type { ForecastProvider } from './features/weather/forecast.ts';
import type { RunDesk } from './filter-runs/run-desk.ts';
import type { KeyUses } from './http/key-uses.ts';
import type { RateLimiter } from './http/rate-limiter.ts';
import type { MailRoom } from './mail/mail-room.ts';
import type { AddressGuard } from './outbound/address-guard.ts';

/** What every feature of the server works with. */
export interface ServerContext {
  archive: Archive;
  /** The same for queries that people write: with connections of their own, which end with them. */
  queries: Archive;
  /** What those queries can name. */
  collections: CollectionMemory;
  alerts: AlertArchive;
  /** E(B−V) of the Milky Way; null where no map was given. */
  dust: SfdFiles | null;
  /** What seals the credentials of facilities; null: there is no key, and none are kept. */
  credentials: CredentialSafe | null;
  /** Where filters are run over past alerts. */
  runs: RunDesk;
  keyUses: KeyUses;
  /** How often objects are looked at. */
  views: SourceViews;
  /** What pages told of errors that they ran into. */
  clientReports: ClientReports;
  limiter: RateLimiter;
  /** Providers to sign in at; null: none. */
  signIn: SignInDesk | null;
  /** Where mails are sent from; null: there is no mail server, links are passed on by hand. */
  mail: MailRoom | null;
  /** The address that people use, without a slash at the end; null: that of the request. */
  publicUrl: string | null;
  /** Which addresses of others are called. */
  guard: AddressGuard;
  /** Pictures of public surveys; null: the settings do not allow them. */
  pictures: SurveyPictures | null;
  /** Where weather forecasts come from; null: there is no provider. */
  forecasts: ForecastProvider | null;
  /** Whether the Virtual Observatory's services show what is public to whoever has no key. */
  isVoPublic: boolean;
  version: string;
  /** Whether the session cookie is sent over https alone. */
  secureCookies: boolean;
  now: () => Date;
  log: FastifyBaseLogger;
}
