/**
 * Distances in the flat ΛCDM universe of Planck 2018 (Planck Collaboration 2020, A&A 641, A6, table 2,
 * TT,TE,EE+lowE+lensing+BAO), with radiation and one massive neutrino as in Komatsu et al. 2011,
 * ApJS 192, 18, §3.3. Golden table: astropy's Planck18, to 1e-6.
 */
const H0_KM_S_MPC = 67.66;
const OMEGA_MATTER = 0.30966;
const CMB_KELVIN = 2.7255;
const EFFECTIVE_NEUTRINOS = 3.046;
const NEUTRINO_MASSES_EV = [0, 0, 0.06] as const;

const SPEED_OF_LIGHT_KM_S = 299_792.458;
const SPEED_OF_LIGHT_M_S = 299_792_458;
const STEFAN_BOLTZMANN = 5.670374419e-8;
const GRAVITATION = 6.6743e-11;
const BOLTZMANN_EV_PER_KELVIN = 8.617333262e-5;
const METRES_PER_MPC = 3.085677581491367e22;
/** Of neutrinos and of the photons, (4/11)^(1/3), with the correction for EFFECTIVE_NEUTRINOS left out. */
const NEUTRINO_TEMPERATURE_RATIO = (4 / 11) ** (1 / 3);

const h0PerSecond = (H0_KM_S_MPC * 1000) / METRES_PER_MPC;
const criticalDensity = (3 * h0PerSecond ** 2) / (8 * Math.PI * GRAVITATION);
const photonDensity = (4 * STEFAN_BOLTZMANN * CMB_KELVIN ** 4) / SPEED_OF_LIGHT_M_S ** 3;
const OMEGA_PHOTONS = photonDensity / criticalDensity;
const OMEGA_LAMBDA = 1 - OMEGA_MATTER - OMEGA_PHOTONS * (1 + neutrinosPerPhotons(0));

/** Energy of the neutrinos in units of the photons' at a redshift: the fit of Komatsu et al., eq. 26. */
function neutrinosPerPhotons(z: number): number {
  const temperature = CMB_KELVIN * NEUTRINO_TEMPERATURE_RATIO * (1 + z);
  const each = NEUTRINO_MASSES_EV.map((mass) => {
    const y = mass / (BOLTZMANN_EV_PER_KELVIN * temperature);
    return (1 + (0.3173 * y) ** 1.83) ** (1 / 1.83);
  });
  const mean = each.reduce((sum, one) => sum + one, 0) / NEUTRINO_MASSES_EV.length;
  return (7 / 8) * NEUTRINO_TEMPERATURE_RATIO ** 4 * EFFECTIVE_NEUTRINOS * mean;
}

/** H(z)/H0. */
function expansion(z: number): number {
  const a = 1 + z;
  const radiation = OMEGA_PHOTONS * (1 + neutrinosPerPhotons(z));
  return Math.sqrt(a ** 3 * (OMEGA_MATTER + radiation * a) + OMEGA_LAMBDA);
}

/** Even: Simpson's rule in ln(1+z), whose error is below 1e-9 up to a redshift of 20. */
const STEPS = 64;

function comovingMpc(z: number): number {
  const end = Math.log1p(z);
  const step = end / STEPS;
  let sum = 0;
  for (let i = 0; i <= STEPS; i++) {
    const a = Math.exp(i * step);
    const weight = i === 0 || i === STEPS ? 1 : i % 2 === 1 ? 4 : 2;
    sum += (weight * a) / expansion(a - 1);
  }
  return ((SPEED_OF_LIGHT_KM_S / H0_KM_S_MPC) * sum * step) / 3;
}

/** How far away something of a redshift is. */
export interface Distances {
  luminosityMpc: number;
  angularDiameterMpc: number;
  /** Magnitudes. */
  modulus: number;
}

/** Distances at a cosmological redshift; null where it is none. */
export function distancesAt(redshift: number): Distances | null {
  if (!(redshift > 0) || !Number.isFinite(redshift)) return null;
  const comoving = comovingMpc(redshift);
  const luminosityMpc = comoving * (1 + redshift);
  return {
    luminosityMpc,
    angularDiameterMpc: comoving / (1 + redshift),
    modulus: 5 * Math.log10(luminosityMpc) + 25,
  };
}

/**
 * The K-correction, mag, of a spectrum as bright at every frequency: M = m − DM − K with K = −2.5 log₁₀(1 + z)
 * (Hogg et al. 2002, arXiv:astro-ph/0210394, eq. 8 with a constant L_ν). What the band sees of another
 * spectrum is not in it.
 */
export function flatKCorrectionMag(redshift: number): number {
  return -2.5 * Math.log10(1 + redshift);
}
