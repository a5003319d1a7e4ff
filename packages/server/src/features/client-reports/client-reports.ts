/** What a page told of an error that it ran into. */
export interface ClientReport {
  at: Date;
  userId: number;
  error: string;
  stack: string | null;
}

/** How many are kept, the last ones: a page that fails on every draw must not fill the memory. */
const most = 200;

/** The last errors that pages told of, since the server started. */
export class ClientReports {
  readonly #reports: ClientReport[] = [];

  add(report: ClientReport): void {
    this.#reports.push(report);
    if (this.#reports.length > most) this.#reports.shift();
  }

  get last(): ClientReport | null {
    return this.#reports.at(-1) ?? null;
  }

  /** A line of JSON each, the first first. */
  get text(): string {
    return this.#reports
      .map(({ at, userId, error, stack }) => {
        const line = { time: at.toISOString(), user_id: userId, error, stack };
        return `${JSON.stringify(line)}\n`;
      })
      .join('');
  }
}
