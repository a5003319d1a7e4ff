import type { Role } from '@fritz/contract';
import { SURVEYS } from '@fritz/surveys';
import { type OidcProviderSetting, oidcProviders } from './oidc-providers.ts';
import * as type from './setting-types.ts';

/** One setting: where it comes from, what it may be, and what it is for. */
export interface Setting<T> {
  readonly env: string;
  /** Place in fritz.yaml; dots lead into nested maps. */
  readonly yaml: string;
  /** null: without it the feature is off, or something is made up as the description says. */
  readonly fallback: T;
  readonly read: type.SettingType<NonNullable<T>>;
  readonly description: string;
  /** Never shown. */
  readonly isSecret?: boolean;
}

function setting<T>(
  env: string,
  yaml: string,
  fallback: NoInfer<T>,
  read: type.SettingType<NonNullable<T>>,
  description: string,
): Setting<T> {
  return { env, yaml, fallback, read, description };
}

function optional<T>(
  env: string,
  yaml: string,
  read: type.SettingType<NonNullable<T>>,
  description: string,
): Setting<T | null> {
  return {
    env,
    yaml,
    fallback: null,
    read: read as type.SettingType<NonNullable<T | null>>,
    description,
  };
}

/** Every setting of Fritz. The reference page is generated from this table. */
export const settings = {
  host: setting<string>(
    'FRITZ_HOST',
    'host',
    '127.0.0.1',
    type.text,
    'Address to listen on; `0.0.0.0` lets other machines in.',
  ),
  port: setting<number>(
    'FRITZ_PORT',
    'port',
    5000,
    type.port,
    'Port to listen on; `0` takes a free one.',
  ),
  kowalskiPort: optional<number>(
    'FRITZ_KOWALSKI_PORT',
    'kowalski.port',
    type.port,
    "Port at which Kowalski's clients find their API at the root, as with 4000; without it the API is " +
      'below `/kowalski` alone.',
  ),
  kowalskiHost: optional<string>(
    'FRITZ_KOWALSKI_HOST',
    'kowalski.host',
    type.text,
    "Host name at which Kowalski's clients find their API at the root, on the usual port.",
  ),
  voPublic: setting<boolean>(
    'FRITZ_VO_PUBLIC',
    'voPublic',
    true,
    type.flag,
    "Whether the Virtual Observatory's services (`/tap`, `/vo`) show catalogs and what surveys publish to " +
      'whoever has no token; `false` asks everyone to sign in.',
  ),
  publicUrl: optional<string>(
    'FRITZ_PUBLIC_URL',
    'publicUrl',
    type.url,
    'The address that people use, for links, when it is not `http://host:port`.',
  ),
  dustMaps: optional<string>(
    'FRITZ_DUST_MAPS',
    'dustMaps',
    type.folderWith('SFD_dust_4096_ngp.fits', 'SFD_dust_4096_sgp.fits'),
    'Folder with `SFD_dust_4096_ngp.fits` and `SFD_dust_4096_sgp.fits`, the dust maps of Schlegel, ' +
      'Finkbeiner & Davis 1998: the page of a source offers E(B−V) from them.',
  ),
  surveyImages: setting<boolean>(
    'FRITZ_SURVEY_IMAGES',
    'surveyImages',
    true,
    type.flag,
    'Whether administrators may switch on pictures of Pan-STARRS, the Legacy Surveys and SDSS beside cutouts ' +
      '(*Installation*; off at first). This server fetches them, and the surveys learn which places are ' +
      'looked at; `false` keeps them off.',
  ),
  weatherUrl: optional<string>(
    'FRITZ_WEATHER_URL',
    'weatherUrl',
    type.url,
    'A service of weather forecasts that answers as Open-Meteo does, e.g. ' +
      '`https://api.open-meteo.com/v1/forecast`; a key goes into the address. It is told where telescopes ' +
      'stand. Without it there are no forecasts.',
  ),
  candidateDays: setting<number>(
    'FRITZ_CANDIDATE_DAYS',
    'candidateDays',
    7,
    type.wholeNumber(0, 100_000),
    'For how many days candidates are kept that nobody saved, listed, classified, tagged, commented, ' +
      'annotated or measured; brokers forget them then. `0` keeps them for ever.',
  ),
  archiveFolder: optional<string>(
    'FRITZ_ARCHIVE_FOLDER',
    'archive.folder',
    type.path,
    'Folder of the releases of light curves that are kept in files, which servers read; without it ' +
      '`<data>/archive`.',
  ),
  exportFolder: optional<string>(
    'FRITZ_EXPORT_FOLDER',
    'export.folder',
    type.path,
    'Folder into which brokers write each night when it is over, as Parquet in HATS layout: ' +
      '`ztf/alerts/20240117` and `ztf/light-curves/20240117`. Whoever can read it sees what is in it.',
  ),
  exportPrograms: optional<readonly number[]>(
    'FRITZ_EXPORT_PROGRAMS',
    'export.programs',
    type.programs,
    'Programmes whose alerts are written there, with commas; without it those that are everybody’s.',
  ),
  inferenceThreads: optional<number>(
    'FRITZ_INFERENCE_THREADS',
    'inferenceThreads',
    type.wholeNumber(1, 64),
    'How many threads score alerts with models, in each broker. Without it as many as the machine ' +
      'has processors, four at most.',
  ),
  trustProxy: optional<readonly string[]>(
    'FRITZ_TRUST_PROXY',
    'trustProxy',
    type.addresses,
    'Addresses or networks of reverse proxies whose X-Forwarded headers are believed, several with ' +
      'commas; `loopback` for one on this machine. Without it everybody who comes through a proxy ' +
      'is one address to the limits.',
  ),
  oidcProviders: {
    ...optional<readonly OidcProviderSetting[]>(
      'FRITZ_OIDC_PROVIDERS',
      'oidc.providers',
      oidcProviders,
      'OpenID Connect providers that people may sign in at; see below. In the environment as JSON.',
    ),
    isSecret: true,
  },
  oidcRegistration: setting<'invitation' | 'open'>(
    'FRITZ_OIDC_REGISTRATION',
    'oidc.registration',
    'invitation',
    type.oneOf('invitation', 'open'),
    'Who may come that has no account yet: who has an invitation, or anybody a provider confirms.',
  ),
  oidcDefaultRole: setting<Role>(
    'FRITZ_OIDC_DEFAULT_ROLE',
    'oidc.defaultRole',
    'View only',
    type.role,
    'The role of those who come without an invitation where registration is open.',
  ),
  tokensPerMinute: setting<number>(
    'FRITZ_LIMIT_TOKEN',
    'limits.tokenPerMinute',
    1200,
    type.count,
    'Requests a minute with one API token, per server process; as many may come at once.',
  ),
  usersPerMinute: setting<number>(
    'FRITZ_LIMIT_USER',
    'limits.userPerMinute',
    6000,
    type.count,
    'Requests a minute of one user, all tokens and browsers together.',
  ),
  strangersPerMinute: setting<number>(
    'FRITZ_LIMIT_STRANGER',
    'limits.strangerPerMinute',
    300,
    type.count,
    'Requests a minute with tokens that are nobody’s, from one address.',
  ),
  loginFailuresPerMinute: setting<number>(
    'FRITZ_LIMIT_LOGIN_FAILURES',
    'limits.loginFailuresPerMinute',
    20,
    type.count,
    'Wrong login secrets a minute, from one address.',
  ),
  signInsPerMinute: setting<number>(
    'FRITZ_LIMIT_SIGN_INS',
    'limits.signInsPerMinute',
    60,
    type.count,
    'Sign-ins a minute that are begun at providers, from one address.',
  ),
  socketsPerUser: setting<number>(
    'FRITZ_LIMIT_SOCKETS',
    'limits.socketsPerUser',
    50,
    type.count,
    'Live connections of one user at once, all tokens and browser tabs together.',
  ),
  metricsToken: {
    ...optional<string>(
      'FRITZ_METRICS_TOKEN',
      'metrics.token',
      type.secret,
      'What `/metrics` is read with: `Authorization: Bearer <token>`, from anywhere. Without it the ' +
        'page is for programs on this machine that come through no proxy.',
    ),
    isSecret: true,
  },
  dataDir: setting<string>(
    'FRITZ_DATA',
    'data',
    './data',
    type.path,
    'Folder of the embedded database, its secret and the logs; made when missing.',
  ),
  databaseUrl: {
    ...optional<string>(
      'DATABASE_URL',
      'database.url',
      type.databaseUrl,
      'A PostgreSQL (15 or newer) of your own, instead of the embedded one.',
    ),
    isSecret: true,
  },
  databasePort: optional<number>(
    'FRITZ_PG_PORT',
    'database.port',
    type.tcpPort,
    'Port on 127.0.0.1 where the embedded database answers those to whom `fritz public-access` ' +
      'gave a login; without it nobody reaches it but Fritz.',
  ),
  secret: {
    ...optional<string>(
      'FRITZ_SECRET',
      'secret',
      type.secret,
      'Secret from which the passwords of the database roles derive, where several machines share ' +
        'one `DATABASE_URL`. Without it 256 random bits are made once, in `<data>/secrets.json`.',
    ),
    isSecret: true,
  },
  logLevel: setting<'debug' | 'info' | 'warn' | 'error'>(
    'FRITZ_LOG_LEVEL',
    'log.level',
    'info',
    type.oneOf('debug', 'info', 'warn', 'error'),
    'What goes into `<data>/log/*.log`: `debug`, `info`, `warn` or `error`.',
  ),
  debug: setting<boolean>(
    'FRITZ_DEBUG',
    'debug',
    false,
    type.flag,
    'Shows stack traces of errors on the terminal.',
  ),
  smtpHost: optional<string>(
    'FRITZ_SMTP_HOST',
    'smtp.host',
    type.text,
    'Mail server that invitations are sent by; without it their links are passed on by hand. Needs ' +
      'FRITZ_PUBLIC_URL, with which the links in mails begin.',
  ),
  smtpPort: setting<number>(
    'FRITZ_SMTP_PORT',
    'smtp.port',
    587,
    type.port,
    'Its port: 587 with `starttls`, 465 with `implicit`.',
  ),
  smtpTls: setting<'starttls' | 'implicit' | 'none'>(
    'FRITZ_SMTP_TLS',
    'smtp.tls',
    'starttls',
    type.oneOf('starttls', 'implicit', 'none'),
    'How to talk to it: `starttls` (refused where it is not offered), `implicit` or `none`.',
  ),
  smtpTlsCa: optional<string>(
    'FRITZ_SMTP_TLS_CA',
    'smtp.tlsCa',
    type.path,
    'PEM file of the authority that signed its certificate, when it is a private one.',
  ),
  smtpUser: optional<string>('FRITZ_SMTP_USER', 'smtp.user', type.text, 'User name there.'),
  smtpPassword: {
    ...optional<string>('FRITZ_SMTP_PASSWORD', 'smtp.password', type.text, 'Password there.'),
    isSecret: true,
  },
  smtpPasswordFile: optional<string>(
    'FRITZ_SMTP_PASSWORD_FILE',
    'smtp.passwordFile',
    type.path,
    'File that holds the password there.',
  ),
  smtpFrom: optional<string>(
    'FRITZ_SMTP_FROM',
    'smtp.from',
    type.sender,
    'Whom mails come from: `fritz@example.org` or `Fritz <fritz@example.org>`.',
  ),
  analysisHosts: optional<readonly string[]>(
    'FRITZ_ANALYSIS_HOSTS',
    'analyses.hosts',
    type.list,
    'Hosts inside of its own network at which the server may ask services to analyse objects, ' +
      'several with commas. Without it only the internet is called.',
  ),
  kafkaBrokers: optional<readonly string[]>(
    'FRITZ_KAFKA_BROKERS',
    'kafka.brokers',
    type.brokers,
    'Kafka to read alerts from: `host:port`, several with commas.',
  ),
  kafkaTopics: optional<readonly string[]>(
    'FRITZ_KAFKA_TOPICS',
    'kafka.topics',
    type.list,
    'Topics to read: names or patterns such as `ztf_*_programid1`, several with commas.',
  ),
  kafkaGroup: setting<string>(
    'FRITZ_KAFKA_GROUP',
    'kafka.group',
    'fritz',
    type.text,
    'Consumer group; brokers of one group share the partitions.',
  ),
  kafkaSurvey: setting<string>(
    'FRITZ_KAFKA_SURVEY',
    'kafka.survey',
    SURVEYS[0].name,
    type.oneOf(...SURVEYS.map(({ name }) => name)),
    `Whose packets they are: ${SURVEYS.map(({ name }) => `\`${name}\``).join(', ')}.`,
  ),
  kafkaSchemaRegistry: {
    ...optional<string>(
      'FRITZ_KAFKA_SCHEMA_REGISTRY',
      'kafka.schemaRegistry',
      type.url,
      'Schema registry of packets without schemas (LSST), as Confluent made it; a login goes into ' +
        'the address.',
    ),
    isSecret: true,
  },
  kafkaSaslMechanism: optional<'plain' | 'scram-sha-256' | 'scram-sha-512'>(
    'FRITZ_KAFKA_SASL_MECHANISM',
    'kafka.sasl.mechanism',
    type.oneOf('plain', 'scram-sha-256', 'scram-sha-512'),
    'How to log in to Kafka: `plain`, `scram-sha-256` or `scram-sha-512`.',
  ),
  kafkaSaslUsername: optional<string>(
    'FRITZ_KAFKA_SASL_USERNAME',
    'kafka.sasl.username',
    type.text,
    'User name at Kafka.',
  ),
  kafkaSaslPassword: {
    ...optional<string>(
      'FRITZ_KAFKA_SASL_PASSWORD',
      'kafka.sasl.password',
      type.text,
      'Password at Kafka.',
    ),
    isSecret: true,
  },
  kafkaSaslPasswordFile: optional<string>(
    'FRITZ_KAFKA_SASL_PASSWORD_FILE',
    'kafka.sasl.passwordFile',
    type.path,
    'File that holds the password at Kafka.',
  ),
  kafkaTls: setting<boolean>(
    'FRITZ_KAFKA_TLS',
    'kafka.tls.enabled',
    false,
    type.flag,
    'Talks to Kafka over TLS; naming a certificate does so too.',
  ),
  kafkaTlsCa: optional<string>(
    'FRITZ_KAFKA_TLS_CA',
    'kafka.tls.ca',
    type.path,
    'PEM file of the authority that signed the certificate of Kafka, when it is a private one.',
  ),
  kafkaTlsCert: optional<string>(
    'FRITZ_KAFKA_TLS_CERT',
    'kafka.tls.cert',
    type.path,
    'PEM file of our own certificate, where Kafka asks for one.',
  ),
  kafkaTlsKey: optional<string>(
    'FRITZ_KAFKA_TLS_KEY',
    'kafka.tls.key',
    type.path,
    'PEM file of the key of our own certificate.',
  ),
} as const;

export type SettingName = keyof typeof settings;

/** The validated settings. */
export type Config = {
  readonly [Name in SettingName]: (typeof settings)[Name] extends Setting<infer T> ? T : never;
};

/** Variables that begin with FRITZ_ and are no settings: of the bootstrap, of development, of tests. */
export const otherVariables: readonly string[] = [
  'FRITZ_CONFIG',
  'FRITZ_ROOT',
  'FRITZ_SHARED',
  'FRITZ_CHROMIUM',
  'FRITZ_API',
];
/** The same, by their beginning. */
export const otherPrefixes: readonly string[] = ['FRITZ_TEST_', 'FRITZ_BENCH_'];
