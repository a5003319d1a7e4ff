// Started by the launcher's tests as a process of its own: starts the server, says so, and waits
// to be killed. With "stop" as the last argument it stops the server instead.
import { DatabaseError } from '../../src/embedded/database-error.ts';
import { startEmbedded } from '../../src/embedded/launcher.ts';

const [dataDir = '', then] = process.argv.slice(2);
try {
  const server = await startEmbedded({ dataDir, settings: { shared_buffers: '16MB' } });
  process.send?.({ pid: server.pid, adopted: server.adopted });
  if (then === 'stop') {
    await server.stop();
    process.disconnect();
  }
} catch (error) {
  process.send?.({ code: error instanceof DatabaseError ? error.code : String(error) });
  process.disconnect();
}
