import type { EarlierCase, LoadedCase, Story } from '../../../db/story.ts';
import type { ThreadCase } from '../../../db/thread.ts';
import { maskPhone } from '../../../domain/input/phone.ts';
import { may, type Viewer } from '../../../domain/policies.ts';
import type { ShownCase } from '../../api/cases.ts';
import type { Language } from '../../i18n/index.ts';
import { withThread } from './access.ts';
import { actionsOf } from './actions.ts';
import { nameIn } from '../http/names.ts';
import type { ServerKind } from './server-kind.ts';
import { presentStory, type StoryNames } from './story.ts';

export interface CaseReading {
  viewer: Viewer;
  language: Language;
  linkTo: (uploadId: string) => string;
  /** Epoch milliseconds. */
  now: number;
}

/** Facts around a case that its page shows. */
export interface Surroundings {
  story: Story;
  earlier: readonly EarlierCase[];
  thread: readonly ThreadCase[];
  /** Additional data that the kind's presenter needs. */
  ground: unknown;
}

/** Presents a case with its story for this reader. The caller has checked that they may see it. */
export function presentCase(
  kind: ServerKind,
  { row, policy }: { row: LoadedCase; policy: unknown },
  around: Surroundings,
  reading: CaseReading,
): ShownCase {
  const { story, earlier, thread, ground } = around;
  const { state } = row;
  const { viewer, language, linkTo, now } = reading;
  const { identity, centre, type } = row;
  const forOfficers = viewer.kind === 'officer';
  const known = thread.filter((other) => may(viewer, 'view', withThread(other, [row, ...thread])));
  const numbers = new Map(known.map(({ id, number }) => [id, number]));
  return {
    id: row.id,
    kind: row.kind,
    number: row.number,
    status: row.status,
    version: row.version,
    centre: { id: centre.id, name: nameIn(language, centre.name, centre.name_en) },
    type: { id: type.id, name: nameIn(language, type.name, type.name_en) },
    openedAt: row.opened_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    answeredAt: row.answered_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
    outcome: state.outcome,
    clock: clockFor(kind, row, forOfficers),
    assignee: forOfficers && row.assignee ? { id: row.assignee.id, name: row.assignee.name } : null,
    taxpayer: forOfficers
      ? {
          id: identity.id,
          kind: identity.kind,
          role: identity.role,
          personName: identity.person_name,
          companyName: identity.company_name,
          taxNumber: identity.tax_number,
          phone: identity.phone && maskPhone(identity.phone),
        }
      : null,
    rating: row.stars === null || row.resolved === null ? null : { stars: row.stars, resolved: row.resolved },
    story: presentStory(kind.kind.events, story, {
      kind: viewer.kind,
      language,
      taxpayerName: identity.company_name ?? identity.person_name,
      linkTo,
      names: { ...namesFor(kind, ground, language), numbers },
    }),
    earlier: earlier.map(({ id, kind, number, status, opened_at, excerpt, begun_by, likely_repeat }) => ({
      id,
      kind,
      number,
      status,
      openedAt: opened_at.toISOString(),
      excerpt: excerpt ?? '',
      begunBy: begun_by,
      likelyRepeat: likely_repeat,
    })),
    thread: known.map(({ id, kind, number, status, version, type_name, type_name_en, opened_at }) => ({
      id,
      kind,
      number,
      status,
      version,
      type: nameIn(language, type_name, type_name_en),
      openedAt: opened_at.toISOString(),
    })),
    actions: actionsOf(kind.kind, { row, policy }, viewer, now, withThread(row, thread)),
    ...kind.present({ row, state, policy, ground, story }, { forOfficers, language, linkTo, now, numbers, readerId: viewer.id }),
  };
}

/** Names of the stages and papers in the story, from the version of the type that the case uses. */
function namesFor({ namesOf }: ServerKind, ground: unknown, language: Language): Omit<StoryNames, 'numbers'> {
  const { stages, papers } = namesOf(ground);
  const named = (specs: typeof stages) => new Map(specs.map(({ key, name, nameEn }) => [key, nameIn(language, name, nameEn)]));
  return { stages: named(stages), papers: named(papers) };
}

/** A taxpayer sees the deadline of the answer, but not whether the centre was warned or the supervisor informed. */
function clockFor({ kind }: ServerKind, { state }: LoadedCase, forOfficers: boolean): ShownCase['clock'] {
  const { clock } = state;
  if (clock === null) return null;
  const theirs = forOfficers || kind.moveOf(state) === 'taxpayer';
  return {
    purpose: clock.purpose,
    startedAt: new Date(clock.startedAt).toISOString(),
    warnAt: clock.warnAt === null || !theirs ? null : new Date(clock.warnAt).toISOString(),
    dueAt: new Date(clock.dueAt).toISOString(),
    warned: theirs && clock.warned,
    escalated: theirs && clock.escalated,
  };
}
