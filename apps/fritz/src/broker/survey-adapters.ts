import { type SurveyAdapter, surveyNamed } from '@fritz/surveys';

/** The adapters of a run, one a survey, each told of all schemas that a registry gave. */
export class SurveyAdapters {
  private readonly adapters = new Map<string, SurveyAdapter>();
  private readonly schemas = new Map<number, string>();

  of(survey: string): SurveyAdapter {
    const known = this.adapters.get(survey);
    if (known) return known;
    const adapter = surveyNamed(survey).adapter();
    for (const [id, text] of this.schemas) adapter.learnWriter?.(id, text);
    this.adapters.set(survey, adapter);
    return adapter;
  }

  learn(schemaId: number, schemaText: string): void {
    this.schemas.set(schemaId, schemaText);
    for (const adapter of this.adapters.values()) adapter.learnWriter?.(schemaId, schemaText);
  }
}
