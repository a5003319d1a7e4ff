import { readConfluentHeader } from '@fritz/formats';
import type { PacketBatch, PacketSource } from '@fritz/pipeline';
import { type StreamLogger, silentLogger } from '../logger.ts';
import { Signal } from '../signal.ts';
import { RegistryError, type SchemaRegistry } from './schema-registry.ts';

export interface ResolveOptions {
  /** Told of each schema before the first packet that is written in it. */
  readonly onSchema: (id: number, text: string) => void;
  /** Told when packets wait for the registry: once for each reason. */
  readonly onWait?: (reason: string) => void;
  readonly logger?: StreamLogger;
  /** How long to wait before the first new try; 1,000 ms, doubled up to 30 s. */
  readonly retryMs?: number;
}

const RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;

/**
 * A source of packets in Confluent's wire format, each batch held back until the registry has given
 * the schemas of all its packets. While it does not, nothing is skipped: the batch waits, and so do
 * the partitions behind it, and the reason is told.
 */
export function resolveSchemas(
  source: PacketSource,
  registry: SchemaRegistry,
  options: ResolveOptions,
): PacketSource {
  return new ResolvedSource(source, registry, options);
}

class ResolvedSource implements PacketSource {
  private readonly source: PacketSource;
  private readonly registry: SchemaRegistry;
  private readonly options: ResolveOptions;
  private readonly told = new Set<number>();
  private readonly wake = new Signal();
  private readonly stop = new AbortController();
  private waitsFor: string | null = null;

  constructor(source: PacketSource, registry: SchemaRegistry, options: ResolveOptions) {
    this.source = source;
    this.registry = registry;
    this.options = options;
  }

  async *batches(): AsyncGenerator<PacketBatch> {
    for await (const batch of this.source.batches()) {
      if (!(await this.resolve(batch))) return;
      yield batch;
    }
  }

  fenced(batch: PacketBatch): Promise<void> {
    return this.source.fenced(batch);
  }

  async close(): Promise<void> {
    this.stop.abort();
    this.wake.notify();
    await this.source.close();
  }

  /** @returns false where the source was closed meanwhile */
  private async resolve({ packets }: PacketBatch): Promise<boolean> {
    for (const { bytes } of packets) {
      const id = readConfluentHeader(bytes)?.schemaId;
      if (id === undefined || this.told.has(id)) continue;
      const text = await this.waitFor(id);
      if (text === null) return false;
      this.options.onSchema(id, text);
      this.told.add(id);
    }
    return true;
  }

  private async waitFor(id: number): Promise<string | null> {
    const { logger = silentLogger, retryMs = RETRY_MS } = this.options;
    for (let pauseMs = retryMs; ; pauseMs = Math.min(2 * pauseMs, LONGEST_RETRY_MS)) {
      try {
        const text = await this.registry.schema(id, this.stop.signal);
        if (this.waitsFor !== null) logger.info({}, `${this.registry.name} gives schema ${id}`);
        this.waitsFor = null;
        return text;
      } catch (error) {
        if (this.stop.signal.aborted) return null;
        if (!(error instanceof RegistryError)) throw error;
        this.tell(id, error);
      }
      await this.wake.wait(pauseMs);
      if (this.stop.signal.aborted) return null;
    }
  }

  private tell(id: number, error: RegistryError): void {
    const reason = `packets in schema ${id} wait, none is skipped: ${error.message}`;
    if (reason === this.waitsFor) return;
    this.waitsFor = reason;
    this.options.logger?.error({ error }, reason);
    this.options.onWait?.(reason);
  }
}
