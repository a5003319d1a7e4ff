import { type Position, parseDec, parseRa } from '@fritz/sky';

/** A star whose spectrum is known. */
export interface Standard extends Position {
  name: string;
  comment: string;
}

/**
 * Spectrophotometric standards of the southern and the northern sky: name, right ascension, declination (J2000),
 * V and type. Source: ESO, Optical and UV Spectrophotometric Standard Stars (Oke 1990, Hamuy et al. 1992, 1994).
 */
const ROWS = `
HR9087|00 01 49.42|-03 01 39.0|5.12|B7III
G158-100|00 33 54.32|-12 07 57.1|14.89|dG-K
CD-34d241|00 41 46.92|-33 39 08.5|11.23|F
LTT1020|01 54 49.68|-27 28 29.7|11.52|G
HR718|02 28 09.54|+08 27 36.2|4.28|B9III
EG21|03 10 30.98|-68 36 02.2|11.38|DA
LTT1788|03 48 22.17|-39 08 33.6|13.16|F
GD50|03 48 50.06|-00 58 30.4|14.06|DA2
HZ4|03 55 21.70|+09 47 18.7|14.52|DA4
HZ2|04 12 43.51|+11 51 50.4|13.86|DA3
G191-B2B|05 05 30.62|+52 49 54.0|11.78|DA1
GD71|05 52 27.51|+15 53 16.6|13.03|DA1
LTT2415|05 56 24.30|-27 51 28.8|12.21|sdG
HILT600|06 45 13.33|+02 08 14.1|10.44|B1
G193-74|07 53 27.40|+52 29 35.7|15.70|DA0
BD+75d325|08 10 49.31|+74 57 57.5|9.54|O5p
LTT3218|08 41 32.37|-32 56 32.9|11.86|DA
AGK+81d266|09 21 19.06|+81 43 28.6|11.92|sdO
GD108|10 00 47.33|-07 33 31.2|13.56|sdB
LTT3864|10 32 13.90|-35 37 42.4|12.17|F
Feige34|10 39 36.71|+43 06 10.1|11.18|DO
HD93521|10 48 23.51|+37 34 12.8|7.04|O9Vp
HR4468|11 36 40.91|-09 48 08.2|4.70|B9.5V
LTT4364|11 45 42.92|-64 50 29.5|11.50|C2
Feige56|12 06 47.25|+11 40 12.7|11.06|B5p
HZ21|12 13 56.42|+32 56 30.8|14.68|DO2
Feige66|12 37 23.55|+25 04 00.3|10.50|sdO
Feige67|12 41 51.83|+17 31 20.5|11.81|sdO
GD153|12 57 02.37|+22 01 56.0|13.35|DA1
HZ43|13 16 21.99|+29 05 57.0|12.91|DA1
HZ44|13 23 35.37|+36 08 00.0|11.66|sdO
GRW+70d5824|13 38 51.77|+70 17 08.5|12.77|DA3
CD-32d9927|14 11 46.37|-33 03 14.3|10.42|A0
LTT6248|15 39 00.02|-28 35 33.1|11.80|A
BD+33d2642|15 51 59.86|+32 56 54.8|10.81|B2IV
EG274|16 23 33.75|-39 13 47.5|11.03|DA
LTT7379|18 36 26.29|-44 18 33.0|10.23|G0
LTT7987|20 10 57.38|-30 13 01.2|12.23|DA
LDS749B|21 32 15.75|+00 15 13.6|14.67|DB4
BD+28d4211|21 51 11.07|+28 51 51.8|10.51|Op
G93-48|21 52 25.33|+02 23 24.3|12.74|DA3
BD+25d4655|21 59 42.02|+26 25 58.1|9.76|O
NGC7293|22 29 38.46|-20 50 13.3|13.51|central star
LTT9239|22 52 40.88|-20 35 26.3|12.07|F
Feige110|23 19 58.39|-05 09 55.8|11.82|DOp
GD248|23 26 06.69|+16 00 21.4|15.09|DC
`;

export const standards: readonly Standard[] = ROWS.trim()
  .split('\n')
  .map((row) => {
    const [name = '', alpha = '', delta = '', v = '', type = ''] = row.split('|');
    const [ra, dec] = [parseRa(alpha), parseDec(delta)];
    if (ra === null || dec === null) throw new Error(`no place of ${name}`);
    return { name, ra, dec, comment: `Standard V=${v} type=${type}` };
  });

/** Limits in degrees; of right ascension the first may be the larger: over 0h. */
export interface StandardLimits {
  ra: readonly [number, number];
  dec: readonly [number, number];
}

/** Those within limits. */
export function standardsWithin({
  ra: [west, east],
  dec: [south, north],
}: StandardLimits): Standard[] {
  return standards.filter(({ ra, dec }) => {
    const isBetween = east >= west ? ra >= west && ra <= east : ra >= west || ra <= east;
    return isBetween && dec >= south && dec <= north;
  });
}
