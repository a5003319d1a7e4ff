import {
  AvroError,
  type ContainerHeader,
  ContainerReader,
  parseSchema,
  readConfluentHeader,
} from '@fritz/formats';
import { SURVEYS, type Survey } from './registry.ts';

/** Finds whose a packet is, by the schema that it is written in. */
export class SurveyFinder {
  private readonly containers = new ContainerReader();
  private readonly byHeader = new WeakMap<ContainerHeader, Survey>();
  private readonly byId = new Map<number, Survey>();

  /** Makes a schema of a registry known. */
  learn(schemaId: number, schemaText: string): void {
    const survey = surveyOfText(schemaText);
    if (survey) this.byId.set(schemaId, survey);
  }

  /**
   * The survey of a packet. What is nobody's goes to one whose adapter will say what is wrong: a
   * bare record to a survey that reads such, anything else to the first.
   */
  surveyOf(bytes: Uint8Array): Survey {
    const confluent = readConfluentHeader(bytes);
    if (confluent) return this.byId.get(confluent.schemaId) ?? ofBareRecords;
    try {
      const { header } = this.containers.open(bytes);
      const known = this.byHeader.get(header);
      if (known) return known;
      const survey = SURVEYS.find((one) => one.recognizes(header.schema)) ?? SURVEYS[0];
      this.byHeader.set(header, survey);
      return survey;
    } catch (error) {
      if (!(error instanceof AvroError)) throw error;
      return SURVEYS[0];
    }
  }
}

const ofBareRecords = SURVEYS.find(({ isBare }) => isBare) ?? SURVEYS[0];

function surveyOfText(text: string): Survey | null {
  try {
    const schema = parseSchema(text);
    return SURVEYS.find((survey) => survey.recognizes(schema)) ?? null;
  } catch (error) {
    if (error instanceof AvroError) return null;
    throw error;
  }
}
