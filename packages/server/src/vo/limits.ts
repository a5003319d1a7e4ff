/** Rows of a result where nobody says how many, and at most. */
export const DEFAULT_ROWS = 100_000;
export const MAX_ROWS = 3_000_000;

/** How long a query may take, in seconds: at once, and as a job. */
export const SYNC_S = 60;
export const DEFAULT_JOB_S = 600;
export const MAX_JOB_S = 3600;

/** For how many days a job is kept. */
export const DEFAULT_KEPT_DAYS = 3;
export const MAX_KEPT_DAYS = 30;

/** The largest result of a job that is kept. */
export const MAX_RESULT_BYTES = 512_000_000;
