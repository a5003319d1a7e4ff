import { type Setting, settings } from '../config/settings.ts';

/** docs/reference/configuration.md, from the table of settings. */
export function configurationReference(): string {
  const rows = (Object.values(settings) as Setting<unknown>[]).map((setting) => {
    const { env, yaml, fallback, description } = setting;
    const shown = fallback === null ? '' : `\`${String(fallback)}\``;
    const note = setting.isSecret ? `${description} Never shown or logged.` : description;
    return `| \`${env}\` | \`${yaml}\` | ${shown} | ${note} |`;
  });
  return `${head}
| Variable | In fritz.yaml | Default | What it is |
|---|---|---|---|
${rows.join('\n')}
${tail}`;
}

const head = `<!-- Generated from apps/fritz/src/config/settings.ts: node apps/fritz/src/reference/write.ts -->

# Settings

Fritz reads its settings from the environment, then from \`fritz.yaml\` in the folder where it is
started (or the file that \`FRITZ_CONFIG\` names), then takes the default. Each is checked at the
start; an unknown name is refused. Relative paths begin at the folder of the file that names them,
or, in the environment, where Fritz is started. No secret has a default.
`;

const tail = `
An example of a \`fritz.yaml\`; dots in the names above lead into nested maps:

\`\`\`yaml
port: 8080
host: 0.0.0.0
publicUrl: https://fritz.example.org
data: /var/lib/fritz
kafka:
  brokers: [kafka1.example.org:9093, kafka2.example.org:9093]
  topics: ['ztf_*_programid1']
  group: fritz
  sasl:
    mechanism: scram-sha-512
    username: caltech
    passwordFile: /run/secrets/kafka
  tls:
    enabled: true
trustProxy: [loopback]
oidc:
  registration: invitation
  providers:
    - id: orcid
      clientId: APP-0123456789ABCDEF
      clientSecretFile: /run/secrets/orcid
    - id: observatory
      name: The observatory
      issuer: https://id.example.org/realms/observatory
      clientId: fritz
      clientSecretFile: /run/secrets/observatory
\`\`\`

## Kafka

Name several brokers of a cluster: any that answers tells of the others, and when one is lost, Fritz
reads on from those that took over its partitions. TLS and a login (SASL PLAIN, SCRAM-SHA-256 or
SCRAM-SHA-512) may each be used alone or together. Where Kafka asks its clients for certificates:

\`\`\`sh
FRITZ_KAFKA_TLS_CA=authority.pem FRITZ_KAFKA_TLS_CERT=fritz.pem FRITZ_KAFKA_TLS_KEY=fritz.key \\
  npx fritz broker --brokers kafka1.example.org:9093,kafka2.example.org:9093 --topics 'ztf_*_programid1'
\`\`\`

## Signing in at providers

Register Fritz at the provider with the redirect URI \`<publicUrl>/complete/<id>\`, where \`id\` is the
one of the entry. The ids \`google\`, \`orcid\` and \`cilogon\` bring their name, issuer and scope along;
any other needs an \`issuer\`, the address under which \`/.well-known/openid-configuration\` is. A
provider's entry may have:

| Field | What it is |
|---|---|
| \`id\` | Stands in addresses: small letters, digits and hyphens. |
| \`name\` | What the button on the login page says. |
| \`issuer\` | The provider's address, with https (http on this machine alone). |
| \`clientId\` | As the provider gave it. |
| \`clientSecret\`, \`clientSecretFile\` | The secret, or the file that holds it; neither for a public client. Never shown or logged. |
| \`scope\` | \`openid email profile\` when not given. |

Who somebody is, issuer and subject say together; an e-mail address never does. Who is not known yet
needs an invitation, unless \`oidc.registration\` is \`open\`. An account gets further identities in the
profile. The one-time link of \`fritz login-link\` works beside all that.

For development and tests alone: \`FRITZ_CHROMIUM\` (the browser for the browser tests),
\`FRITZ_SHARED\` (folder of real data, \`../shared\` by default), \`FRITZ_TEST_KAFKA\` (\`host:port\` of a
Kafka for the tests), \`FRITZ_TEST_KAFKA_CLUSTER\` (the file that describes a cluster of which one node
may be killed), \`FRITZ_TEST_POSTGRES\` (folder of the programs of another PostgreSQL), \`FRITZ_API\` (the
server behind the web app's development server).
`;
