/**
 * `npm run bench:robot`: the robot with 100,000 entries, or as many as ENTRIES says. They are made from the demo's: each has its texts with a
 * place named in them, and vectors near to theirs. Prints the start of a process with the vectors stored, its memory, p50 and p95 of a whole
 * answer with 1 and 8 questions at once, and how long a published change takes until it is answered; beside them a search by words in
 * memory, without the model, and PostgreSQL's text search over the same terms.
 */
import { readFileSync } from 'node:fs';

import type { Knex } from 'knex';

import { publishedKnowledge, type KnowledgeRow } from '../db/knowledge/entries.ts';
import { analyse, analyseStored } from '../robot/finding/analysis.ts';
import { wordingsOf } from '../robot/finding/entry-terms.ts';
import { createRemoteRobot } from '../robot/remote.ts';
import type { Robot, RobotContext } from '../robot/robot.ts';
import { forModel } from '../robot/meaning/stored-vectors.ts';
import { termsOf } from '../robot/terms.ts';
import { seed } from '../stack/demo/seed.ts';
import { labelled } from '../tests/robot/scoring.ts';
import { wordsRobot } from '../tests/support/robot.ts';
import { line, quantile } from './figures.ts';
import { inScratchDatabase } from './statements.ts';

const context: RobotContext = { regionId: 'binhai', audience: null, now: Date.now() };
const entries = Number(process.env['ENTRIES'] ?? 100_000);
/** Other wordings of a made entry. */
const wordingsEach = 2;
const batch = 500;
const rounds = 400;

const places = Array.from('安北成德东方高海和河华吉江金京九兰林龙明南宁平青清庆三山上石水泰天通同文武西新兴阳永玉云长镇州');
/** Names of three characters, another one for each number. */
const placeOf = (number: number): string => {
  const at = (value: number): string => places[value % places.length] ?? '';
  return `${at(number)}${at(Math.floor(number / places.length))}${at(Math.floor(number / places.length ** 2) + number)}镇`;
};

await inScratchDatabase('robot', async (knex, databaseUrl) => {
  await seed(knex);
  const own = await publishedKnowledge(knex, context.regionId);
  await timed(`${String(entries)} entries made and stored`, () => fill(knex, own));
  const questions = labelled().map(({ question }) => question);

  const began = performance.now();
  const robot = createRemoteRobot({ databaseUrl, learns: false }, console.error);
  await prepared(robot);
  line(`start of the process, its vectors stored: ${seconds(performance.now() - began)}`);
  const memory = memoryOf(robotPid());
  line(`memory: ${memory.now} MB when the index is built, ${memory.most} MB at most`);

  const alone = await answered(robot, questions, 1);
  show('whole answer, 1 at once', alone);
  show('whole answer, 8 at once', await answered(robot, questions, 8));
  const published = [];
  for (let turn = 0; turn < 10; turn += 1) published.push(await publish(knex, robot, own[turn * 3]));
  show('published → answered', published);
  await robot.stop();

  const words = wordsRobot(knex);
  await words.prepare(context.regionId);
  const plain = await answered(words, questions, 1);
  show('by words in memory', plain);
  await timed('text search filled', () => fillSearch(knex));
  const searched: number[] = [];
  for (const question of chosen(questions)) searched.push(await took(() => search(knex, question)));
  show("PostgreSQL's text search", searched);
  const p50 = quantile(alone, 0.5);
  line(
    `a whole answer takes ${(p50 / quantile(plain, 0.5)).toFixed(2)} of the time by words in memory, ${(p50 / quantile(searched, 0.5)).toFixed(2)} of PostgreSQL's text search`,
  );
  return 'good';
});

function chosen(questions: readonly string[]): string[] {
  return Array.from({ length: rounds }, (_, at) => questions[(at * 7) % questions.length] ?? '');
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
async function timed(name: string, work: () => Promise<unknown>): Promise<void> {
  line(`${name}: ${seconds(await took(work))}`);
}
function show(name: string, times: readonly number[]): void {
  line(`${name.padEnd(26)} p50 ${quantile(times, 0.5).toFixed(1).padStart(7)} ms   p95 ${quantile(times, 0.95).toFixed(1).padStart(7)} ms`);
}

/** Times of whole answers, so many at once; the first of each are for warming up. */
async function answered(robot: Robot, questions: readonly string[], atOnce: number): Promise<number[]> {
  for (const question of chosen(questions).slice(0, 40)) await robot.answer(question, context);
  const times: number[] = [];
  const left = chosen(questions);
  const worker = async (): Promise<void> => {
    for (let question = left.pop(); question !== undefined; question = left.pop()) {
      const asked = question;
      times.push(await took(() => robot.answer(asked, context)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return times;
}

/** A large region takes longer than a call may; the process goes on with the same index. */
async function prepared(robot: Robot): Promise<void> {
  for (let tries = 0; ; tries += 1)
    try {
      await robot.prepare(context.regionId);
      return;
    } catch (error) {
      if (tries === 5) throw error;
    }
}

async function publish(knex: Knex, robot: Robot, row: KnowledgeRow | undefined): Promise<number> {
  if (row === undefined) throw new Error('no entry');
  const answer = `${row.answer}\n\n${String(Math.random())}`;
  return took(async () => {
    await knex('knowledge_entries').where({ region_id: context.regionId, id: row.id }).update({ answer });
    for (let tries = 0; tries < 1_000; tries += 1) if ((await robot.entry(row.id, context))?.answer === answer) return;
    throw new Error('it is not answered');
  });
}

/** Makes entries until the region has enough of them. */
async function fill(knex: Knex, own: readonly KnowledgeRow[]): Promise<void> {
  const vectors = new Map<string, Float32Array>();
  for (const { row, wordings, vectors: known, answer } of await analyseStored(knex, own)) {
    for (const [at, wording] of wordings.entries()) vectors.set(wording, known[at] ?? new Float32Array());
    if (answer !== null) vectors.set(row.inScope ? row.answer : row.question, answer);
  }
  for (let from = own.length; from < entries; from += batch) {
    const near = new Map<string, Float32Array>();
    const made = Array.from({ length: Math.min(batch, entries - from) }, (_, at) => variant(own, from + at, vectors, near));
    await knex('knowledge_entries').insert(made.map(storedRow));
    await knex('knowledge_wordings').insert(
      made.flatMap(({ id, wordings }) => wordings.map((wording) => ({ region_id: context.regionId, entry_id: id, wording }))),
    );
    await analyse(knex, made, { embed: (text) => Promise.resolve(near.get(text) ?? new Float32Array(512)) });
  }
}

function variant(
  own: readonly KnowledgeRow[],
  number: number,
  vectors: ReadonlyMap<string, Float32Array>,
  near: Map<string, Float32Array>,
): KnowledgeRow {
  const row = own[number % own.length];
  if (row === undefined) throw new Error('no entry');
  const place = placeOf(number);
  const there = (text: string): string => {
    const made = `${place}：${text}`;
    const vector = vectors.get(text);
    if (vector !== undefined) near.set(forModel(made), nearTo(vector));
    return made;
  };
  const wordings = wordingsOf(row).filter((wording) => wording !== row.question);
  return {
    ...row,
    id: `made-${String(number)}`,
    question: there(row.question),
    answer: there(row.answer),
    wordings: wordings.slice(0, wordingsEach).map(there),
    related: [],
  };
}

/** A vector whose cosine with this one is about 0.9, of length 1. */
function nearTo(vector: Float32Array): Float32Array {
  const moved = vector.map((value) => value + (0.45 * 2 * (Math.random() - 0.5) * Math.sqrt(3)) / Math.sqrt(vector.length));
  const length = Math.hypot(...moved);
  return moved.map((value) => value / length);
}

function storedRow({ id, topic, question, answer, keywords, audience, sources, inScope }: KnowledgeRow) {
  return {
    region_id: context.regionId,
    id,
    topic,
    question,
    answer,
    keywords,
    audience,
    in_scope: inScope,
    sources: JSON.stringify(sources),
  };
}

/** The same terms as the robot's own search by words, in an index of PostgreSQL. */
async function fillSearch(knex: Knex): Promise<void> {
  await knex.raw('CREATE TABLE searched (id text PRIMARY KEY, terms tsvector NOT NULL)');
  const rows = await publishedKnowledge(knex, context.regionId);
  for (let from = 0; from < rows.length; from += batch) {
    const some = rows.slice(from, from + batch).map((row) => ({
      id: row.id,
      terms: [...termsOf([...wordingsOf(row), row.answer].join('\n')).weights.keys()],
    }));
    await knex.raw(`INSERT INTO searched SELECT r.id, array_to_tsvector(r.terms) FROM jsonb_to_recordset(?) AS r(id text, terms text[])`, [
      JSON.stringify(some),
    ]);
  }
  await knex.raw('CREATE INDEX searched_terms ON searched USING gin (terms)');
  await knex.raw('VACUUM ANALYZE searched');
}

function search(knex: Knex, question: string): Promise<unknown> {
  return knex.raw(
    `SELECT e.* FROM (SELECT id FROM searched, CAST(:asked AS tsquery) q WHERE terms @@ q ORDER BY ts_rank(terms, q) DESC LIMIT 3) s
     JOIN knowledge_entries e ON e.region_id = :regionId AND e.id = s.id`,
    {
      regionId: context.regionId,
      asked: [...termsOf(question).weights.keys()].map((term) => `'${term.replaceAll("'", "''")}'`).join(' | '),
    },
  );
}

/** The process that the remote robot has started. */
function robotPid(): number {
  const children = readFileSync(`/proc/self/task/${String(process.pid)}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number);
  const found = children.find((pid) => readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('robot/main.ts'));
  if (found === undefined) throw new Error('no process of the robot');
  return found;
}

function memoryOf(pid: number): { now: string; most: string } {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const of = (name: string): string => (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1_000).toFixed(0);
  return { now: of('VmRSS'), most: of('VmHWM') };
}
