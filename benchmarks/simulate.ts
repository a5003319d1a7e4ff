/**
 * How many simulated ZTF packets one thread makes per second.
 *
 *   node benchmarks/simulate.ts [--json] [--alerts 2000]
 *
 * "all" is what the demo and the other benchmarks pay: sky, photometry, history, three cutouts and
 * Avro. The first packet waits for the plan of a month of nights and is timed by itself.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { simulateNight } from '@fritz/surveys';

const ROUNDS = 3;

interface Row {
  readonly alerts: number;
  readonly firstPacketMs: number;
  readonly packetsPerS: number;
  /** Per second of this process's CPU time: what an idle machine would come closer to. */
  readonly packetsPerCpuS: number;
  readonly mbPerS: number;
  readonly meanBytes: number;
}

function playOnce(alerts: number): Row {
  const start = performance.now();
  let firstAt = start;
  let cpuAtFirst = process.cpuUsage();
  let packets = 0;
  let bytes = 0;
  for (const packet of simulateNight({ seed: 1, night: '20231012', alerts })) {
    if (packets === 0) {
      firstAt = performance.now();
      cpuAtFirst = process.cpuUsage();
    }
    packets++;
    bytes += packet.bytes.length;
  }
  const seconds = (performance.now() - firstAt) / 1000;
  const cpu = process.cpuUsage(cpuAtFirst);
  return {
    alerts: packets,
    firstPacketMs: firstAt - start,
    packetsPerS: packets / seconds,
    packetsPerCpuS: packets / ((cpu.user + cpu.system) / 1e6),
    mbPerS: bytes / seconds / 1e6,
    meanBytes: bytes / packets,
  };
}

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, alerts: { type: 'string', default: '2000' } },
});
const alerts = Number(values.alerts);
if (!Number.isInteger(alerts) || alerts < 1) throw new RangeError('--alerts must be 1 or more');

const rows: Row[] = [];
for (let round = 0; round < ROUNDS; round++) rows.push(playOnce(alerts));
const machine = { cpu: cpus()[0]?.model ?? 'unknown', node: process.version, load: loadavg()[0] };
if (values.json) {
  console.log(JSON.stringify({ benchmark: 'simulate', machine, rounds: rows }));
} else {
  console.log(`${machine.cpu}, Node ${machine.node}, load ${machine.load?.toFixed(1)}`);
  const rounded = (row: Row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Math.round(value)]));
  console.table(rows.map(rounded));
}
