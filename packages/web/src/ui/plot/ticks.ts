/** Round numbers from `from` to `to`, about `count` of them: 1, 2 or 5 times a power of ten apart. */
export function makeTicks(from: number, to: number, count: number): readonly number[] {
  const [low, high] = from < to ? [from, to] : [to, from];
  const rough = (high - low) / Math.max(count, 1);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  const first = Math.ceil(low / step);
  const ticks: number[] = [];
  for (let index = first; index * step <= high + step * 1e-9; index++) ticks.push(index * step);
  return ticks;
}

/** A tick as people write it, without the dust of binary fractions. */
export function writeTick(value: number): string {
  const plain = Number(value.toPrecision(10));
  const size = Math.abs(plain);
  return size !== 0 && (size >= 1e7 || size < 1e-5) ? plain.toExponential() : String(plain);
}
