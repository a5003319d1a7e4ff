import type { Position } from '@fritz/sky';
import { useTheme } from '@mui/material';
import { graticule, type Size, SkyProjection, type SkyView } from './projection.ts';

/** Room for a number. */
const LABEL_PX = 48;

type SkyMapLinesProps = { readonly view: SkyView; readonly size: Size };

/** Lines of equal right ascension and declination, with their numbers. */
export function SkyMapLines({ view, size }: SkyMapLinesProps) {
  const { palette, sky } = useTheme();
  const projection = new SkyProjection(view, size);
  const { ras, decs, stepDegrees } = graticule(view, size);
  const digits = stepDegrees >= 1 ? 0 : stepDegrees >= 0.1 ? 1 : 2;
  const fine = Math.max(stepDegrees / 20, 0.0005);
  const [decFrom, decTo] = [decs[0] ?? -90, decs.at(-1) ?? 90];
  const spread = ras.length > 8 ? 180 : (ras.length + 1) * stepDegrees;
  const steps = (from: number, to: number) =>
    Array.from({ length: 121 }, (_, i) => from + ((to - from) * i) / 120);
  const meridian = (ra: number) =>
    linePath(
      projection,
      steps(Math.max(-89.9, decFrom - stepDegrees), Math.min(89.9, decTo + stepDegrees)).map(
        (dec) => ({ ra, dec }),
      ),
      size,
    );
  const parallel = (dec: number) =>
    linePath(
      projection,
      steps(-spread + fine, spread - fine).map((turn) => ({ ra: view.ra + turn, dec })),
      size,
    );
  // Numbers that would lie on each other are left out.
  const every = Math.max(1, Math.ceil((ras.length * LABEL_PX) / size.width));
  const labelled = ras.filter((_, i) => i % every === 0);
  const middleDec = decs.reduce(
    (best, dec) => (Math.abs(dec - view.dec) < Math.abs(best - view.dec) ? dec : best),
    0,
  );
  return (
    <g fill="none" stroke={palette.divider} strokeWidth={1}>
      {ras.map((ra) => (
        <path key={`ra${ra}`} d={meridian(ra)} />
      ))}
      {decs.map((dec) => (
        <path key={`dec${dec}`} d={parallel(dec)} />
      ))}
      <g
        fill={sky.axis}
        stroke={palette.background.default}
        strokeWidth={2.5}
        paintOrder="stroke"
        fontSize={11}
      >
        {labelled.map((ra) => (
          <Label key={ra} at={projection.toPixel({ ra, dec: middleDec })} size={size}>
            {`${ra.toFixed(digits)}°`}
          </Label>
        ))}
        {decs
          .filter((dec) => dec !== middleDec)
          .map((dec) => (
            <Label key={dec} at={projection.toPixel({ ra: view.ra, dec })} size={size}>
              {`${dec > 0 ? '+' : dec < 0 ? '−' : ''}${Math.abs(dec).toFixed(digits)}°`}
            </Label>
          ))}
      </g>
    </g>
  );
}

type LabelProps = {
  readonly at: readonly [number, number] | null;
  readonly size: Size;
  readonly children: string;
};

function Label({ at, size, children }: LabelProps) {
  if (at === null || at[0] < 0 || at[0] > size.width - 30 || at[1] < 12 || at[1] > size.height) {
    return null;
  }
  return (
    <text x={at[0] + 3} y={at[1] - 3}>
      {children}
    </text>
  );
}

/** A line through places; it is broken where the sky is cut open. */
function linePath(projection: SkyProjection, places: readonly Position[], size: Size): string {
  let path = '';
  let before: readonly [number, number] | null = null;
  for (const place of places) {
    const at = projection.toPixel(place);
    if (at === null) {
      before = null;
      continue;
    }
    const isBroken = before === null || Math.abs(at[0] - before[0]) > size.width / 3;
    path += `${isBroken ? 'M' : 'L'}${at[0].toFixed(1)} ${at[1].toFixed(1)}`;
    before = at;
  }
  return path;
}
