/** The thread that reads files: takes requests, and sends the memory with what was read back. */
import { parentPort } from 'node:worker_threads';
import { type ChunkRequest, readChunk } from './read-chunk.ts';

parentPort?.on('message', (request: ChunkRequest) => {
  const reply = readChunk(request);
  const own = reply.files.flatMap((file) => (file.kind === 'own' ? [file.bytes.buffer] : []));
  parentPort?.postMessage(reply, [reply.buffer, ...own]);
});
