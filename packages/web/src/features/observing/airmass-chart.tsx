import { airmassAt, moonAltitudeDeg, type Night, type Position, type Site } from '@fritz/sky';
import { Box, useTheme } from '@mui/material';
import { dateToMjd } from '../../format/time.ts';
import { clock, nightCurve } from './night-targets.ts';

const [WIDTH, HEIGHT] = [560, 220];
const [LEFT, RIGHT, TOP, BOTTOM] = [34, 40, 8, 22];
const ALTITUDES = [0, 30, 60, 90];
/** Airmasses that are written at the right. */
const AIRMASSES = [1, 1.2, 1.5, 2, 3];

const yOf = (altDeg: number) => TOP + (1 - altDeg / 90) * (HEIGHT - TOP - BOTTOM);

/** At which altitude an airmass stands, near enough for a scale. */
function altitudeFor(airmass: number): number {
  for (let altDeg = 90; altDeg > 0; altDeg -= 0.5) {
    if ((airmassAt(altDeg) ?? Number.MAX_VALUE) >= airmass) return altDeg;
  }
  return 0;
}

function pathOf(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('');
}

function hoursOf({ fromMjd, untilMjd }: Night): readonly number[] {
  const step = untilMjd - fromMjd > 0.6 ? 1 / 8 : 1 / 12;
  const first = Math.ceil(fromMjd / step) * step;
  const hours: number[] = [];
  for (let mjd = first; mjd < untilMjd; mjd += step) hours.push(mjd);
  return hours;
}

function Scales({ night, xOf }: { readonly night: Night; readonly xOf: (mjd: number) => number }) {
  const { palette, sky } = useTheme();
  const text = { fontSize: 10, fill: sky.axis };
  return (
    <>
      {ALTITUDES.map((altDeg) => (
        <g key={altDeg}>
          <line
            x1={LEFT}
            x2={WIDTH - RIGHT}
            y1={yOf(altDeg)}
            y2={yOf(altDeg)}
            stroke={palette.divider}
          />
          <text x={LEFT - 5} y={yOf(altDeg) + 3.5} textAnchor="end" {...text}>
            {altDeg}°
          </text>
        </g>
      ))}
      {AIRMASSES.map((airmass) => (
        <text key={airmass} x={WIDTH - RIGHT + 6} y={yOf(altitudeFor(airmass)) + 3.5} {...text}>
          {airmass.toFixed(1)}
        </text>
      ))}
      {hoursOf(night).map((mjd) => (
        <g key={mjd}>
          <line
            x1={xOf(mjd)}
            x2={xOf(mjd)}
            y1={HEIGHT - BOTTOM}
            y2={HEIGHT - BOTTOM + 4}
            stroke={sky.axis}
          />
          <text x={xOf(mjd)} y={HEIGHT - 6} textAnchor="middle" {...text}>
            {clock(mjd + 1e-6)}
          </text>
        </g>
      ))}
    </>
  );
}

type AirmassChartProps = {
  readonly obj: Position;
  readonly site: Site;
  readonly now: Date;
  /** Whose curve, for those who hear the page. */
  readonly name: string;
};

/** An object's altitude through the night, with airmass at the right, the dark, the Moon and now. */
export function AirmassChart({ obj, site, now, name }: AirmassChartProps) {
  const { palette, sky } = useTheme();
  const { night, points } = nightCurve(obj, site, now);
  const span = night.untilMjd - night.fromMjd;
  const xOf = (mjd: number) => LEFT + ((mjd - night.fromMjd) / span) * (WIDTH - LEFT - RIGHT);
  const above = (altitudes: readonly { readonly mjd: number; readonly altDeg: number }[]) =>
    pathOf(altitudes.map(({ mjd, altDeg }) => [xOf(mjd), yOf(Math.max(altDeg, 0))] as const));
  const moon = points.map(({ mjd }) => ({ mjd, altDeg: moonAltitudeDeg(site, mjd) }));
  const { duskMjd, dawnMjd } = night.astronomical;
  const nowMjd = dateToMjd(now);
  const isNow = nowMjd > night.fromMjd && nowMjd < night.untilMjd;
  return (
    <Box
      component="svg"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Altitude of ${name} from ${clock(night.fromMjd)} to ${clock(night.untilMjd)} UTC`}
      sx={{ width: '100%', maxWidth: 720, display: 'block' }}
    >
      {duskMjd !== null && dawnMjd !== null && (
        <rect
          x={xOf(duskMjd)}
          width={xOf(dawnMjd) - xOf(duskMjd)}
          y={TOP}
          height={HEIGHT - TOP - BOTTOM}
          fill={palette.text.primary}
          opacity={0.06}
        />
      )}
      <Scales night={night} xOf={xOf} />
      <path d={above(moon)} fill="none" stroke={sky.axis} strokeDasharray="3 4" />
      <path d={above(points)} fill="none" stroke={palette.primary.main} strokeWidth={2} />
      {isNow && (
        <line
          x1={xOf(nowMjd)}
          x2={xOf(nowMjd)}
          y1={TOP}
          y2={HEIGHT - BOTTOM}
          stroke={palette.error.main}
        />
      )}
    </Box>
  );
}
