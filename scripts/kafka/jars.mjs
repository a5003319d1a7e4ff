// Fetches Apache Kafka's jars through Maven, once.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Runs on Java 17. */
export const KAFKA_VERSION = '4.1.1';
const LOG4J_VERSION = '2.24.3';
const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>fritz</groupId>
  <artifactId>test-kafka</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-slf4j-impl</artifactId>
      <version>${LOG4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

/** Java's major version, or an error that says what to install. */
export function requireJava() {
  const { stderr, error } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const major = Number(/version "(\d+)/.exec(stderr ?? '')?.[1]);
  if (error !== undefined || !(major >= 17)) {
    const found = Number.isNaN(major) ? 'none was found' : `Java ${major} was found`;
    throw new Error(`Java 17 or newer is needed (${found}); install a JRE and put it on the PATH`);
  }
  return major;
}

/**
 * The folder with the jars, fetched if it is not there yet.
 * @param {string} dir
 */
export async function fetchJars(dir) {
  const libs = join(dir, `libs-${KAFKA_VERSION}`);
  if (existsSync(libs)) return libs;
  if (spawnSync('mvn', ['-v']).error !== undefined) {
    throw new Error("Maven is needed to fetch Kafka once; install 'mvn' and put it on the PATH");
  }
  console.error(`fetching Apache Kafka ${KAFKA_VERSION} with Maven (once, 45 MB)`);
  const work = join(dir, `fetch-${process.pid}`);
  await mkdir(work, { recursive: true });
  await writeFile(join(work, 'pom.xml'), POM);
  const target = join(work, 'libs');
  const args = ['-q', '-B', COPY_GOAL, '-DincludeScope=runtime', `-DoutputDirectory=${target}`];
  const { status, stdout } = spawnSync('mvn', args, { cwd: work, encoding: 'utf8' });
  if (status !== 0) {
    await rm(work, { recursive: true, force: true });
    throw new Error(`Maven could not fetch Kafka:\n${stdout.trim().slice(-2000)}`);
  }
  // Only a complete folder gets the name, so that an interrupted fetch is not taken for one.
  await rename(target, libs);
  await rm(work, { recursive: true, force: true });
  return libs;
}
