/** Lines of an element or of a kind of object: where they are at rest, in air, ångström. */
export type LineSet = {
  readonly name: string;
  readonly kind: 'element' | 'galaxy';
  readonly wavelengths: readonly number[];
};

/**
 * Strong lines of the optical spectra of transients and galaxies. Wavelengths in air from the NIST
 * Atomic Spectra Database, rounded to 0.1 Å; multiplets are given by their strongest members.
 */
export const LINE_SETS: readonly LineSet[] = [
  element('H I', 3970.1, 4101.7, 4340.5, 4861.4, 6562.8, 8750.5, 9015.0, 9229.0),
  element('He I', 3888.6, 4471.5, 5015.7, 5875.6, 6678.2, 7065.2),
  element('He II', 3203.1, 4685.7, 5411.5),
  element('C II', 4267.0, 6578.1, 6582.9, 7231.3, 7236.4),
  element('C III', 4647.4, 4650.2, 5695.9),
  element('C IV', 5801.3, 5812.0),
  element('N II', 4630.5, 5005.2, 5679.6),
  element('N III', 4097.3, 4634.1, 4640.6),
  element('N V', 4603.7, 4620.0),
  element('O I', 6158.2, 7774.2, 8446.4),
  element('O II', 3973.3, 4349.4, 4414.9, 4649.1),
  element('O III', 3265.3, 3759.9),
  element('Na I', 5890.0, 5895.9, 8183.3, 8194.8),
  element('Mg I', 5167.3, 5172.7, 5183.6),
  element('Mg II', 2795.5, 2802.7, 4481.1, 7877.1, 7896.4),
  element('Si II', 3856.0, 4128.1, 4130.9, 5041.0, 5056.0, 6347.1, 6371.4),
  element('S II', 5432.8, 5453.8, 5606.2, 5640.0),
  element('Ca II', 3933.7, 3968.5, 8498.0, 8542.1, 8662.1),
  element('[Ca II]', 7291.5, 7323.9),
  element('Fe II', 4549.5, 4583.8, 4923.9, 5018.4, 5169.0, 5234.6, 5316.6),
  element('Fe III', 4419.6, 5127.4, 5156.1),
  galaxy('[O II]', 3726.0, 3728.8),
  galaxy('[Ne III]', 3868.8),
  galaxy('Balmer', 4101.7, 4340.5, 4861.4, 6562.8),
  galaxy('[O III]', 4363.2, 4958.9, 5006.8),
  galaxy('[O I]', 6300.3, 6363.8),
  galaxy('[N II]', 6548.1, 6583.5),
  galaxy('[S II]', 6716.4, 6730.8),
  galaxy('Ca H, K; G; Mg; Na', 3933.7, 3968.5, 4304.4, 5175.3, 5893.0),
];

function element(name: string, ...wavelengths: readonly number[]): LineSet {
  return { name, kind: 'element', wavelengths };
}

function galaxy(name: string, ...wavelengths: readonly number[]): LineSet {
  return { name, kind: 'galaxy', wavelengths };
}

/** What the Earth's air absorbs: bands in the observer's frame, ångström. */
export const TELLURIC_BANDS: readonly {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}[] = [
  { name: 'O₂ B', from: 6867, to: 6944 },
  { name: 'H₂O', from: 7168, to: 7394 },
  { name: 'O₂ A', from: 7594, to: 7684 },
  { name: 'H₂O', from: 8107, to: 8360 },
  { name: 'H₂O', from: 8940, to: 9800 },
];
