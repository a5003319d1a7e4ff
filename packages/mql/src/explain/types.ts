/**
 * What the explanations of a filter hold: plain data, ready for JSON. Longs are bigint, to be
 * written as exact integers. Values that JSON has no form for are in MongoDB's extended JSON:
 * `{$date: …}`, `{$oid: …}`, `{$numberDouble: 'NaN'}`, `{$binary: {length: …}}`, `{$minKey: 1}`.
 * Of long arrays the first elements are there, and then `{$more: <how many are left out>}`.
 */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

export type JsonObject = { readonly [name: string]: JsonValue };

/**
 * What became of a document: it passed (one document came out), a condition rejected it, or the
 * filter failed on it (an operator threw, or a budget was overrun).
 */
export type Outcome = 'passed' | 'rejected' | 'failed';

/** A value that a condition or an operator met. */
export interface SeenValue {
  /** The BSON type as `$type` names it: 'double', 'string', 'array', …; 'missing' for no value. */
  readonly type: string;
  /** The value, null where it is missing. Of long arrays and texts only the beginning. */
  readonly value: JsonValue;
  /** How many elements or characters the value has in all; null for other types. */
  readonly length: number | null;
}

/** An error of a filter, as `MqlError` has it. */
export interface ExplainedError {
  /** 'runtime' or 'budget'. */
  readonly code: string;
  /** Where in the pipeline, e.g. '3.$project.age.$subtract'. */
  readonly path: string;
  readonly message: string;
}

/**
 * One condition of a `$match`. Composite ones ('and', 'or', 'nor', 'not') have parts; a 'test' has
 * the values that it compared.
 */
export interface ExplainedCondition {
  /**
   * Names the condition within its filter version, the same in explanations and funnels: the
   * stage's index and the positions of the parts, e.g. '2/0/1'.
   */
  readonly id: string;
  readonly kind: 'and' | 'or' | 'nor' | 'not' | 'test';
  /** How it reads, e.g. 'candidate.drb $gt 0.5', '$lt [$age, 30]', 'all of 3'. */
  readonly text: string;
  /** The path of the document that a query's test looks at; null for composites and `$expr`. */
  readonly path: string | null;
  /** What the test asks for, e.g. {$gt: 0.5}, as written; null for composites and `$expr`. */
  readonly expected: JsonValue;
  /**
   * Whether it held for this document. Conditions that evaluation would not have come to (an
   * earlier one had decided) are evaluated all the same, see `reached`. Null where it threw.
   */
  readonly held: boolean | null;
  /** Whether evaluation in the written order comes to it. */
  readonly reached: boolean;
  /** What a query's test found at its path, or each operand of `$expr`'s operator. */
  readonly operands: readonly ExplainedOperand[];
  readonly error: ExplainedError | null;
  readonly parts: readonly ExplainedCondition[];
  /**
   * For a test of a field that a stage before computed as a condition (`$and`, `$or`, `$not` or a
   * comparison): that condition, for the document that the stage was given. Null for all else, and
   * in funnels.
   */
  readonly cause: ExplainedCondition | null;
}

/** One value that a condition looked at. */
export interface ExplainedOperand {
  /** The expression, e.g. 'candidate.drb', '$age', '{"$abs": "$b"}'. */
  readonly text: string;
  readonly seen: SeenValue;
}

export interface ExplainedStage {
  /** Position among the stages that run, from 0; those that the prefix restricts come first. */
  readonly index: number;
  /** Place in the pipeline as errors give it, e.g. '4.$match'; 'upstream.$match' for the prefix. */
  readonly at: string;
  /** The stage's operator, e.g. '$project'. */
  readonly name: string;
  /** 'skipped': evaluation had ended before. */
  readonly outcome: Outcome | 'skipped';
  /** The documents going in and out, the first few of them: mostly one; `$unwind` makes more. */
  readonly input: readonly JsonObject[];
  readonly output: readonly JsonObject[];
  /** How many documents went in and out in all. */
  readonly documentsIn: number;
  readonly documentsOut: number;
  /** Top-level fields that the first document has out of the stage and not into it, and so on. */
  readonly fields: {
    readonly added: readonly string[];
    readonly changed: readonly string[];
    readonly removed: readonly string[];
  };
  /** The whole condition of a `$match` for its first document; null for other stages. */
  readonly condition: ExplainedCondition | null;
  /** Array elements gone through and comparisons made, as the budget counts them. */
  readonly steps: number;
  readonly elapsedUs: number;
  readonly error: ExplainedError | null;
}

/** Why one document passed a filter or did not. */
export interface Explanation {
  /** What the stream makes of the document. */
  readonly outcome: Outcome;
  /** The stages in the author's order. */
  readonly stages: readonly ExplainedStage[];
  /** What the filter gives out; null unless it passed. */
  readonly output: JsonObject | null;
  /** The error of a filter that failed, or that it would have met; see `rejectedBeforeError`. */
  readonly error: ExplainedError | null;
  /**
   * True where evaluation in the written order meets an error, but the stream, which tries cheap
   * conditions first, rejects the document by a later condition before it comes to that.
   */
  readonly rejectedBeforeError: boolean;
  /** Steps of the whole evaluation in the written order, and how many the stream allows. */
  readonly steps: number;
  readonly maxSteps: number;
  readonly elapsedUs: number;
}

/** A condition of a `$match` over many documents. */
export interface FunnelCondition {
  /** As in ExplainedCondition. */
  readonly id: string;
  readonly kind: ExplainedCondition['kind'];
  readonly text: string;
  /** How deep it stands: 0 for the `$match` itself, 1 for its conditions, and so on. */
  readonly depth: number;
  /** Documents for which evaluation in the written order came to it. */
  readonly reached: number;
  /** Those of them for which it held. */
  readonly held: number;
  /** Of all documents that entered the stage, how many it holds for by itself. */
  readonly heldAlone: number;
  /** Of all documents that entered the stage, for how many it threw. */
  readonly failed: number;
  readonly elapsedUs: number;
}

export interface FunnelStage {
  /** As in ExplainedStage. */
  readonly index: number;
  readonly at: string;
  readonly name: string;
  /** Alerts of which a document came in, of which one went out, and on which the stage failed. */
  readonly entered: number;
  readonly survived: number;
  readonly failed: number;
  /** Time in this stage, in the written order, over all documents. */
  readonly elapsedUs: number;
  /** The conditions of a `$match`, parents before their parts; none for other stages. */
  readonly conditions: readonly FunnelCondition[];
}

/** An alert on which a filter failed. */
export interface FunnelFailure {
  readonly candid: bigint | null;
  readonly error: ExplainedError;
}

/** How many documents survived each stage and each condition. */
export interface FunnelResult {
  readonly documents: number;
  readonly passed: number;
  readonly rejected: number;
  readonly failed: number;
  /** Of the evaluation as the stream does it, over all documents; the stages' are slower. */
  readonly elapsedUs: number;
  readonly usPerDocument: number;
  readonly stages: readonly FunnelStage[];
  /** The first passing alerts' candids, in the order of the documents. */
  readonly passing: readonly bigint[];
  /** The first failures. */
  readonly failures: readonly FunnelFailure[];
}
