/** What somebody may begin with who never wrote a filter: bright and real, with an annotation. */
export const EXAMPLE_PIPELINE = `[
  {
    "$match": {
      "candidate.drb": { "$gt": 0.9 },
      "candidate.magpsf": { "$lt": 18.5 }
    }
  },
  { "$project": { "annotations": { "magnitude": "$candidate.magpsf" } } }
]
`;
