import type { ExplainedAlert, NightDiff, NightFunnel } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';

type Funnel = Static<typeof routes.runFunnel.response>;

export function presentFunnel(run: NightFunnel): Funnel {
  const { night, search, alerts, isComplete, funnel, passes } = run;
  return {
    ...{ night, search, alerts, complete: isComplete, passes: [...passes] },
    funnel: {
      ...funnel,
      passing: [...funnel.passing],
      failures: [...funnel.failures],
      stages: funnel.stages.map((stage) => ({ ...stage, conditions: [...stage.conditions] })),
    },
  };
}

export function presentDiff(run: NightDiff): Static<typeof routes.runDiff.response> {
  const { isComplete, lost, gained, changed, ...counts } = run;
  return {
    ...counts,
    complete: isComplete,
    lost: [...lost],
    gained: [...gained],
    changed: [...changed],
  };
}

export function presentExplained(
  explained: ExplainedAlert,
): Static<typeof routes.explainFilter.response> {
  const { alert, isSeen, explanation } = explained;
  const { candid, objectId, programId, jd } = alert;
  const stages = explanation.stages.map((stage) => ({
    ...stage,
    input: [...stage.input],
    output: [...stage.output],
    fields: {
      added: [...stage.fields.added],
      changed: [...stage.fields.changed],
      removed: [...stage.fields.removed],
    },
  }));
  const seen = isSeen;
  return {
    candid,
    objectId,
    programid: programId,
    jd,
    seen,
    explanation: { ...explanation, stages },
  };
}
