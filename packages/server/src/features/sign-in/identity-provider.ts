import * as client from 'openid-client';
import { boundedFetch } from './bounded-fetch.ts';
import { toSignInError } from './provider-error.ts';

/** A provider of the settings. */
export interface OidcProvider {
  /** In addresses: `/login/{id}`. */
  id: string;
  /** For people. */
  name: string;
  /** Where its discovery document is (OpenID Connect Discovery 1.0 §4). */
  issuer: string;
  clientId: string;
  /** null: a public client, which proves itself by PKCE alone. */
  clientSecret: string | null;
  scope: string;
}

/** What ties an answer to the request that it answers. */
export interface SignInSecrets {
  state: string;
  nonce: string;
  verifier: string;
}

/** What a provider says of a person. All but issuer and subject may be anything. */
export interface ProviderClaims {
  issuer: string;
  subject: string;
  username: string | null;
  firstName: string | null;
  lastName: string | null;
  /** null also where the provider says that it has not checked it. */
  email: string | null;
}

/** A person whom a provider has confirmed. */
export interface ConfirmedPerson {
  claims: ProviderClaims;
  /** The claims and what else the provider tells when asked; the claims where it does not answer. */
  describe(): Promise<ProviderClaims>;
}

const metadataLifeMs = 3_600_000;

/** Fresh secrets for one sign-in. */
export function makeSecrets(): SignInSecrets {
  return {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  };
}

/** An OpenID Connect provider, asked by authorization code with PKCE (RFC 6749 §4.1, RFC 7636). */
export class IdentityProvider {
  readonly settings: OidcProvider;
  /** Everything that is asked of the provider for one page is answered within this time. */
  private readonly timeoutMs: number;
  private readonly now: () => Date;
  private known: { metadata: client.ServerMetadata; at: number } | null = null;

  constructor(settings: OidcProvider, options: { timeoutMs: number; now: () => Date }) {
    this.settings = settings;
    this.timeoutMs = options.timeoutMs;
    this.now = options.now;
  }

  /**
   * The provider's address where the person confirms who he is.
   *
   * @throws FritzError provider_unavailable
   */
  async begin(redirectUri: string, secrets: SignInSecrets): Promise<URL> {
    return this.ask(async (config) =>
      client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: this.settings.scope,
        response_type: 'code',
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
        code_challenge_method: 'S256',
      }),
    );
  }

  /**
   * Who came back. `answer` is the address that the provider sent the browser to.
   *
   * @throws FritzError sign_in_refused, provider_unavailable
   */
  async finish(answer: URL, secrets: SignInSecrets): Promise<ConfirmedPerson> {
    return this.ask(async (config) => {
      const tokens = await client.authorizationCodeGrant(config, answer, {
        expectedState: secrets.state,
        expectedNonce: secrets.nonce,
        pkceCodeVerifier: secrets.verifier,
        idTokenExpected: true,
      });
      const idToken = tokens.claims();
      if (idToken === undefined) throw new Error('no ID token came');
      const claims = readClaims(idToken.iss, idToken.sub, idToken);
      return { claims, describe: () => this.describe(claims, tokens.access_token) };
    });
  }

  /** Names and addresses are a convenience: a provider that does not tell them keeps nobody out. */
  private async describe(claims: ProviderClaims, accessToken: string): Promise<ProviderClaims> {
    if (claims.firstName !== null && claims.email !== null) return claims;
    try {
      return await this.ask(async (config) => {
        if (config.serverMetadata().userinfo_endpoint === undefined) return claims;
        const told = await client.fetchUserInfo(config, accessToken, claims.subject);
        const more = readClaims(claims.issuer, claims.subject, told);
        return {
          ...claims,
          username: claims.username ?? more.username,
          firstName: claims.firstName ?? more.firstName,
          lastName: claims.lastName ?? more.lastName,
          email: claims.email ?? more.email,
        };
      });
    } catch {
      return claims;
    }
  }

  private async ask<T>(work: (config: client.Configuration) => Promise<T>): Promise<T> {
    const deadline = AbortSignal.timeout(this.timeoutMs);
    try {
      const metadata = await this.discover(deadline);
      const config = this.configure(metadata, deadline);
      return await work(config);
    } catch (error) {
      throw toSignInError(error, this.settings.name);
    }
  }

  private async discover(deadline: AbortSignal): Promise<client.ServerMetadata> {
    const at = this.now().getTime();
    if (this.known !== null && at - this.known.at < metadataLifeMs) return this.known.metadata;
    const { issuer, clientId } = this.settings;
    const found = await client.discovery(new URL(issuer), clientId, undefined, client.None(), {
      timeout: this.timeoutMs / 1000,
      [client.customFetch]: boundedFetch(deadline),
      execute: this.isInsecure() ? [client.allowInsecureRequests] : [],
    });
    this.known = { metadata: found.serverMetadata(), at };
    return this.known.metadata;
  }

  private configure(metadata: client.ServerMetadata, deadline: AbortSignal): client.Configuration {
    const { clientId } = this.settings;
    const config = new client.Configuration(metadata, clientId, undefined, this.proof(metadata));
    config.timeout = this.timeoutMs / 1000;
    config[client.customFetch] = boundedFetch(deadline);
    if (this.isInsecure()) client.allowInsecureRequests(config);
    // The ID token's signature is checked as well, whatever the connection.
    client.enableNonRepudiationChecks(config);
    return config;
  }

  /** How the client proves itself; what a provider that says nothing takes: RFC 8414 §2. */
  private proof(metadata: client.ServerMetadata): client.ClientAuth {
    const { clientSecret } = this.settings;
    if (clientSecret === null) return client.None();
    const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return methods.includes('client_secret_post')
      ? client.ClientSecretPost(clientSecret)
      : client.ClientSecretBasic(clientSecret);
  }

  /** Without TLS on this machine alone; the settings refuse others. */
  private isInsecure(): boolean {
    return this.settings.issuer.startsWith('http://');
  }
}

function readClaims(
  issuer: string,
  subject: string,
  claims: Readonly<Record<string, unknown>>,
): ProviderClaims {
  const isChecked = claims.email_verified !== false;
  return {
    issuer,
    subject,
    username: textOf(claims.preferred_username),
    firstName: textOf(claims.given_name) ?? textOf(claims.name),
    lastName: textOf(claims.family_name),
    email: isChecked ? textOf(claims.email) : null,
  };
}

/** A short text of one line, or nothing. */
function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.replaceAll(/\p{Cc}+/gu, ' ').trim();
  return text === '' ? null : text.slice(0, 200);
}
