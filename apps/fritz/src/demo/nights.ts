const dayMs = 86_400_000;

/** The UT date YYYYMMDD, `days` later. */
export function shiftNight(night: string, days: number): string {
  return formatNight(new Date(nightToDate(night).getTime() + days * dayMs));
}

/** The last night that is over: yesterday, UT. */
export function lastFinishedNight(now: Date): string {
  return formatNight(new Date(now.getTime() - dayMs));
}

function nightToDate(night: string): Date {
  return new Date(`${night.slice(0, 4)}-${night.slice(4, 6)}-${night.slice(6, 8)}T00:00:00Z`);
}

function formatNight(date: Date): string {
  return date.toISOString().slice(0, 10).replaceAll('-', '');
}
