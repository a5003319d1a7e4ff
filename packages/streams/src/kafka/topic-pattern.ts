/**
 * Which topics to read: names, globs (`ztf_*_programid1`, `?` for one character) or regular
 * expressions. Kafka's own topics (`__…`) never match.
 */
export function topicMatcher(
  patterns: string | RegExp | readonly (string | RegExp)[],
): (topic: string) => boolean {
  const all = typeof patterns === 'string' || patterns instanceof RegExp ? [patterns] : patterns;
  if (all.length === 0) throw new Error('no topics were named');
  const tests = all.map((pattern) => (typeof pattern === 'string' ? fromGlob(pattern) : pattern));
  return (topic) => !topic.startsWith('__') && tests.some((test) => matches(test, topic));
}

function fromGlob(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}

function matches(test: RegExp, topic: string): boolean {
  // A sticky or global expression would remember where it stopped.
  test.lastIndex = 0;
  return test.test(topic);
}
