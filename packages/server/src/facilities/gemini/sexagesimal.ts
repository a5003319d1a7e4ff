/** A position as `01:02:03.456` and `-04:05:06.78`; ICRS degrees in. */
export function toSexagesimal({ ra, dec }: { ra: number; dec: number }): {
  ra: string;
  dec: string;
} {
  return { ra: parts(ra / 15, 3, 24), dec: `${dec < 0 ? '-' : '+'}${parts(Math.abs(dec), 2, 0)}` };
}

/** Whole units, sixtieths, and theirs, rounded in the last; `turn`: what comes back to zero. */
function parts(value: number, digits: number, turn: number): string {
  const scale = 10 ** digits;
  const total = Math.round(value * 3600 * scale);
  const whole = Math.floor(total / (3600 * scale));
  const minutes = Math.floor(total / (60 * scale)) % 60;
  const seconds = ((total % (60 * scale)) / scale).toFixed(digits);
  const two = (text: string | number) => String(text).padStart(2, '0');
  const width = digits + 3;
  return `${two(turn > 0 ? whole % turn : whole)}:${two(minutes)}:${seconds.padStart(width, '0')}`;
}
