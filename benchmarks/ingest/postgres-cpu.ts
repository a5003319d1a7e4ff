import { readdirSync, readFileSync } from 'node:fs';

/** CPU time of a PostgreSQL server, its live and its ended processes, from Linux's /proc. */
export function postgresCpuMs(postmaster: number): number {
  let ticks = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statOf(name);
    const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15).map(Number);
    if (Number(name) === postmaster) ticks += utime + stime + cutime + cstime;
    else if (Number(fields[1]) === postmaster) ticks += utime + stime;
  }
  return ticks * 10;
}

/** The fields of /proc/PID/stat after the command's name; none for a process that ended. */
function statOf(pid: string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
