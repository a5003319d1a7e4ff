import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ChunkReply, ChunkRequest } from './read-chunk.ts';

/**
 * Reads files in a thread of its own: where they are not in memory, the disk takes several times
 * as long as all the rest that is done for a packet, and nobody waits for it but this thread.
 */
export class ReaderThread {
  private readonly worker = new Worker(new URL('./read.worker.ts', import.meta.url), {
    // It holds names of files; the bytes lie outside.
    resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 },
  });

  /** The request's buffer goes to the thread and comes back with the reply. One at a time. */
  async read(request: ChunkRequest): Promise<ChunkReply> {
    this.worker.postMessage(request, [request.buffer]);
    // Rejects with the thread's error, should there be one.
    const [reply] = await once(this.worker, 'message');
    return reply as ChunkReply;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
