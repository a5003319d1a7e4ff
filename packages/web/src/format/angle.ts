function pad(value: number, width: number, decimals = 0): string {
  const text = value.toFixed(decimals);
  return text.padStart(width + (decimals > 0 ? decimals + 1 : 0), '0');
}

function splitSexagesimal(units: number, decimals: number): [number, number, number] {
  // Round once, on the smallest unit, so that 59.9996 s carries instead of printing 60.
  const scale = 10 ** decimals;
  const ticks = Math.round(units * 3600 * scale);
  const seconds = (ticks % (60 * scale)) / scale;
  const minutes = Math.floor(ticks / (60 * scale)) % 60;
  return [Math.floor(ticks / (3600 * scale)), minutes, seconds];
}

/** Right ascension in degrees → `hh:mm:ss.sss`. */
export function formatRa(raDeg: number, decimals = 3): string {
  const turn = ((raDeg % 360) + 360) % 360;
  const [hours, minutes, seconds] = splitSexagesimal(turn / 15, decimals);
  return `${pad(hours % 24, 2)}:${pad(minutes, 2)}:${pad(seconds, 2, decimals)}`;
}

/** Declination in degrees → `±dd:mm:ss.ss`. */
export function formatDec(decDeg: number, decimals = 2): string {
  const sign = decDeg < 0 || Object.is(decDeg, -0) ? '-' : '+';
  const [degrees, minutes, seconds] = splitSexagesimal(Math.abs(decDeg), decimals);
  return `${sign}${pad(degrees, 2)}:${pad(minutes, 2)}:${pad(seconds, 2, decimals)}`;
}

/** Degrees with enough digits for 0.04″, which is better than the survey's own astrometry. */
export function formatDegrees(deg: number): string {
  return deg.toFixed(5);
}
