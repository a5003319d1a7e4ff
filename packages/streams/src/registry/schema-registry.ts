/** Why a schema could not be had of a registry. */
export type RegistryErrorCode = 'unknown_schema' | 'unavailable' | 'refused';

/** A registry did not give a schema; `message` is for a person at the telescope. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly code: RegistryErrorCode;

  constructor(code: RegistryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 8_000_000;

/**
 * A schema registry that speaks Confluent's REST interface. A number means the same schema for
 * ever, so each is asked for once.
 */
export class SchemaRegistry {
  private readonly base: URL;
  private readonly authorization: string | null;
  private readonly known = new Map<number, string>();

  /** @param url where it answers, with a path, if it has one; `https://user:password@host` logs in */
  constructor(url: string) {
    const { username, password } = new URL(url);
    this.base = new URL(url.endsWith('/') ? url : `${url}/`);
    this.base.username = '';
    this.base.password = '';
    const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    this.authorization = username === '' ? null : `Basic ${Buffer.from(login).toString('base64')}`;
  }

  /** Where it answers, without its password. */
  get name(): string {
    return this.base.href.replace(/\/$/, '');
  }

  has(id: number): boolean {
    return this.known.has(id);
  }

  /** The text of a schema. @throws RegistryError */
  async schema(id: number, signal?: AbortSignal): Promise<string> {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const text = this.readAnswer(id, await this.ask(id, signal));
    this.known.set(id, text);
    return text;
  }

  private async ask(id: number, signal?: AbortSignal): Promise<string> {
    const limits = [AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])];
    let response: Response;
    try {
      response = await fetch(new URL(`schemas/ids/${id}`, this.base), {
        headers: {
          accept: 'application/vnd.schemaregistry.v1+json, application/json',
          ...(this.authorization === null ? {} : { authorization: this.authorization }),
        },
        signal: AbortSignal.any(limits),
      });
      if (response.ok) return await readBounded(response);
      await response.body?.cancel();
    } catch (cause) {
      const why = reasonOf(cause);
      throw new RegistryError('unavailable', `${this.name} does not answer: ${why}`, { cause });
    }
    throw this.refusal(id, response.status);
  }

  private refusal(id: number, status: number): RegistryError {
    if (status === 404) {
      return new RegistryError('unknown_schema', `${this.name} knows no schema ${id}`);
    }
    if (status === 401 || status === 403) {
      const how = 'name it as https://user:password@host';
      return new RegistryError(
        'refused',
        `${this.name} asks for another login (${status}): ${how}`,
      );
    }
    return new RegistryError('unavailable', `${this.name} answers with status ${status}`);
  }

  private readAnswer(id: number, body: string): string {
    let answer: { schema?: unknown; schemaType?: unknown; references?: unknown };
    try {
      answer = JSON.parse(body);
    } catch (cause) {
      throw new RegistryError('unavailable', `${this.name} does not answer in JSON`, { cause });
    }
    const { schema, schemaType = 'AVRO', references = [] } = answer;
    const isWhole = Array.isArray(references) && references.length === 0;
    if (typeof schema === 'string' && schemaType === 'AVRO' && isWhole) return schema;
    const what = isWhole ? 'is no Avro schema' : 'refers to others, which is not read here';
    throw new RegistryError('refused', `schema ${id} of ${this.name} ${what}`);
  }
}

async function readBounded(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
