import { type CompiledFilter, compileFilter, type FilterOptions, parsePipeline } from '@fritz/mql';
import { type ActiveFilter, type FilterLibrary, Turns } from '@fritz/pipeline';
import { costlyFields, readsJoint, type SurveyAdapter } from '@fritz/surveys';
import pg from 'pg';
import { JOINT_PROGRAMS, jointPrograms } from '../joint/joint-programs.ts';
import { pgTypes } from '../pg-types.ts';
import type { BrokerDatabase } from './broker-database.ts';

interface FilterRow {
  readonly filter_id: number;
  readonly version_id: number;
  readonly name: string;
  readonly audience_id: number;
  readonly program_ids: number[];
  /** Of other surveys, as the group's streams give them. */
  readonly joint: { readonly survey: string; readonly programIds: readonly number[] }[];
  readonly pipeline: string;
  /** Of what is saved at once, where that has a pipeline of its own: its text, or the stages in JSON. */
  readonly autosave: string | null;
  /** Of what facilities are asked for by themselves, the same. */
  readonly followup: string | null;
}

/** The survey whose alerts the filters read. */
type FilterSurvey = Pick<SurveyAdapter, 'name' | 'lazyFields'>;

const CHANNEL = 'fritz_filters';
/** Even without a doorbell (a lost connection) a change is found within this time. */
const RECHECK_MS = 1_000;

/**
 * The active filter versions of a survey, compiled. A change rings a doorbell, so it takes effect
 * with the next batch.
 */
export class PgFilterLibrary implements FilterLibrary {
  private readonly database: BrokerDatabase;
  private readonly survey: FilterSurvey;
  private readonly onRefused: (filter: string, error: unknown) => void;
  private readonly compiled = new Map<number, CompiledFilter>();
  private filters: readonly ActiveFilter[] = [];
  private fingerprint = '';
  /** Scores that are made when a filter asks for them. */
  private askedScores: readonly string[] = [];
  private checkedAt = Number.NEGATIVE_INFINITY;
  private listener: pg.Client | null = null;
  /** The last look: who asks while it goes on waits for it. */
  private loaded: Promise<void> = Promise.resolve();

  /** @param onRefused told of stored filters that do not compile; they do not run */
  constructor(
    database: BrokerDatabase,
    survey: FilterSurvey,
    onRefused: (filter: string, error: unknown) => void = () => {},
  ) {
    this.database = database;
    this.survey = survey;
    this.onRefused = onRefused;
  }

  /** Starts listening for changes; without it they are found by looking every second. */
  async listen(config: pg.ClientConfig): Promise<void> {
    const client = new pg.Client({ ...config, types: pgTypes, application_name: 'fritz filters' });
    client.on('notification', () => this.forget());
    client.on('error', () => {
      this.listener = null;
      this.forget();
    });
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    this.listener = client;
    this.forget();
  }

  async close(): Promise<void> {
    await this.listener?.end().catch(() => {});
    this.listener = null;
  }

  async active(): Promise<readonly ActiveFilter[]> {
    if (performance.now() - this.checkedAt > RECHECK_MS) {
      // Set before the query: a doorbell that rings meanwhile is not lost.
      this.checkedAt = performance.now();
      this.loaded = this.loaded.catch(() => {}).then(() => this.reload());
    }
    try {
      await this.loaded;
    } catch (error) {
      this.forget();
      throw error;
    }
    return this.filters;
  }

  /** Makes the next batch look again. */
  forget(): void {
    this.checkedAt = Number.NEGATIVE_INFINITY;
  }

  private async reload(): Promise<void> {
    const { rows } = await this.database.use((client) =>
      client.query<FilterRow>(
        `SELECT f.id AS filter_id, v.id AS version_id, f.name, f.audience_id, s.program_ids, v.pipeline,
           ${JOINT_PROGRAMS} AS joint,
           CASE WHEN jsonb_typeof(f.autosave) = 'object'
             AND f.autosave -> 'active' IS DISTINCT FROM 'false'
           THEN f.autosave ->> 'pipeline' END AS autosave,
           CASE WHEN f.followup_by IS NOT NULL AND f.auto_followup -> 'active' IS DISTINCT FROM 'false'
           THEN f.auto_followup ->> 'pipeline' END AS followup
         FROM filters f
         JOIN filter_versions v ON v.id = f.active_version_id
         JOIN streams s ON s.id = f.stream_id
         -- A group that lost the stream no longer reads it.
         JOIN group_streams gs ON gs.group_id = f.group_id AND gs.stream_id = f.stream_id
         WHERE f.active AND s.survey = $1 ORDER BY f.id`,
        [this.survey.name],
      ),
    );
    const asked = await this.loadAskedScores();
    const fingerprint = JSON.stringify([asked, rows.map(({ pipeline: _text, ...row }) => row)]);
    if (fingerprint === this.fingerprint) return;
    if (asked.join() !== this.askedScores.join()) this.compiled.clear();
    this.askedScores = asked;
    this.filters = await this.compileAll(rows);
    // A filter that nobody runs any more holds whole sets of filters in memory.
    const versions = new Set(rows.map(({ version_id: id }) => id));
    for (const id of this.compiled.keys()) if (!versions.has(id)) this.compiled.delete(id);
    this.fingerprint = fingerprint;
  }

  /** In turns: to parse a thousand takes a second. */
  private async compileAll(rows: readonly FilterRow[]): Promise<readonly ActiveFilter[]> {
    const turns = new Turns();
    const filters: ActiveFilter[] = [];
    for (const row of rows) {
      filters.push(...this.compile(row));
      if (turns.isOver()) await turns.next();
    }
    return filters;
  }

  private async loadAskedScores(): Promise<string[]> {
    const { rows } = await this.database.use((client) =>
      client.query<{ path: string }>(
        `SELECT 'classifications.' || name AS path FROM models
         WHERE survey = $1 AND active AND when_scored = 'asked' ORDER BY name`,
        [this.survey.name],
      ),
    );
    return rows.map(({ path }) => path);
  }

  /** The alert itself is stored anyway: a candidate keeps what the filter computed. */
  private optionsOfFilters(): FilterOptions {
    const costly = [...costlyFields(this.survey), 'cross_matches', ...this.askedScores];
    return { computedOnly: true, costly };
  }

  /** A pipeline that cannot be run saves nothing, and asks for nothing; the filter goes on. */
  private compileOthers(row: FilterRow): Pick<ActiveFilter, 'autosave' | 'followup'> {
    const compiled: { autosave?: CompiledFilter; followup?: CompiledFilter } = {};
    for (const name of ['autosave', 'followup'] as const) {
      const text = row[name];
      if (text === null) continue;
      try {
        compiled[name] = compileFilter(parsePipeline(text), this.optionsOfFilters());
      } catch (error) {
        this.onRefused(`${row.name} (${name})`, error);
      }
    }
    return compiled;
  }

  private readsJoint(
    row: FilterRow,
    compiled: CompiledFilter,
    { autosave, followup }: Pick<ActiveFilter, 'autosave' | 'followup'>,
  ): boolean {
    const reads = (one: CompiledFilter | undefined, text: string | null) =>
      one !== undefined && readsJoint(this.survey.name, one.reads, text ?? '');
    return (
      reads(compiled, row.pipeline) ||
      reads(autosave, row.autosave) ||
      reads(followup, row.followup)
    );
  }

  private compile(row: FilterRow): ActiveFilter[] {
    try {
      const pipeline = parsePipeline(row.pipeline);
      const compiled =
        this.compiled.get(row.version_id) ?? compileFilter(pipeline, this.optionsOfFilters());
      this.compiled.set(row.version_id, compiled);
      const others = this.compileOthers(row);
      const allowed = pipeline.upstream?.programIds ?? null;
      const programIds = row.program_ids.filter((id) => allowed === null || allowed.includes(id));
      return [
        {
          filterId: row.filter_id,
          versionId: row.version_id,
          name: row.name,
          audienceId: row.audience_id,
          programIds: new Set(programIds),
          joint: this.readsJoint(row, compiled, others) ? jointPrograms(row.joint) : null,
          compiled,
          ...others,
        },
      ];
    } catch (error) {
      this.onRefused(row.name, error);
      return [];
    }
  }
}
