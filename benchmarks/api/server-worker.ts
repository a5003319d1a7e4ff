/**
 * A server in a process of its own: prints its address as JSON, and ends when its input does.
 *
 * node benchmarks/api/server-worker.ts '{…}'
 */
import { createServer } from '@fritz/server';
import type pg from 'pg';

const [text] = process.argv.slice(2);
if (text === undefined) throw new Error('no configuration was given');
const archive = JSON.parse(text) as pg.ClientConfig;
const server = await createServer({ archive, webRoot: null, version: 'benchmark' });
const address = await server.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ address })}\n`);
process.stdin.resume();
process.stdin.on('end', () => void server.close());
