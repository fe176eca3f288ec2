/** The papers of a case for one reader: a taxpayer sees the current revision, officers also the earlier ones. */
import type { Story } from '../../../db/story.ts';
import type { HandedIn, Paper, PaperSpec, Verdict } from '../../../domain/papers.ts';
import type { Attachment } from '../../api/common.ts';
import type { CasePaper } from '../../api/papers.ts';
import type { Language } from '../../i18n/index.ts';
import { presentAttachment } from './attachments.ts';
import { nameIn } from '../http/names.ts';

export interface PaperReading {
  forOfficers: boolean;
  language: Language;
  linkTo: (uploadId: string) => string;
}

/** One revision of a paper as handed in, with the verdict on it. */
interface Revision {
  revision: number;
  files: Attachment[];
  reason: string | null;
}

export const presentPapers = (papers: readonly Paper[], specs: readonly PaperSpec[], story: Story, reading: PaperReading): CasePaper[] =>
  papers.map(({ key, required, status, revision }) => {
    const spec = specs.find((paper) => paper.key === key);
    const revisions = revisionsOf(key, story, reading);
    const latest = revisions.at(-1);
    return {
      key,
      name: spec ? nameIn(reading.language, spec.name, spec.nameEn) : key,
      required,
      status,
      revision,
      reason: status === 'returned' || status === 'waived' ? reasonFor(key, story) : null,
      files: latest?.files ?? [],
      earlier: reading.forOfficers ? revisions.slice(0, -1) : [],
    };
  });

/** Attachments for upload ids; ids that the case does not have are left out. */
export const filesOf = (uploadIds: readonly string[], { uploads }: Story, { linkTo }: Pick<PaperReading, 'linkTo'>): Attachment[] =>
  uploadIds
    .map((id) => uploads.get(id))
    .filter((upload) => upload !== undefined)
    .map((upload) => presentAttachment(upload, linkTo));

/** Events that hand in papers, to an order or to a form. */
const handingIn: readonly string[] = ['supplemented', 'confirmed'];

/** Returns what an event hands in, per paper. */
export const handedInWith = ({ type, data }: { type: string; data: Record<string, unknown> }): readonly HandedIn[] =>
  handingIn.includes(type) ? ((data['papers'] ?? []) as HandedIn[]) : [];

function revisionsOf(key: string, story: Story, reading: PaperReading): Revision[] {
  const revisions: Revision[] = [];
  for (const event of story.events) {
    const handed = handedInWith(event).find((paper) => paper.key === key);
    if (handed) revisions.push({ revision: revisions.length + 1, files: filesOf(handed.uploadIds, story, reading), reason: null });
    const last = revisions.at(-1);
    if (last && verdictOn(key, event) === 'returned') last.reason = reasonIn(key, event, story);
  }
  return revisions;
}

/** Reason why a paper was returned or waived: the text of that verdict, or of the event that asked for it again. */
function reasonFor(key: string, story: Story): string | null {
  const event = story.events.findLast((candidate) => {
    if (candidate.type === 'papers-asked') return (candidate.data['keys'] as string[]).includes(key);
    const verdict = verdictOn(key, candidate);
    return verdict === 'returned' || verdict === 'waived';
  });
  if (event === undefined) return null;
  return event.type === 'papers-asked' ? textOf(event.data['textId'], story) : reasonIn(key, event, story);
}

interface StoryEventData {
  type: string;
  data: Record<string, unknown>;
}

const verdictOn = (key: string, event: StoryEventData): Verdict['verdict'] | null => judgedIn(key, event)?.verdict ?? null;

/** The paper's own reason, or else the one of all verdicts. */
const reasonIn = (key: string, event: StoryEventData, story: Story): string | null =>
  textOf(judgedIn(key, event)?.reasonId ?? event.data['reasonId'], story);

const judgedIn = (key: string, { type, data }: StoryEventData): Verdict | undefined =>
  type === 'papers-reviewed' ? (data['verdicts'] as Verdict[]).find((verdict) => verdict.key === key) : undefined;

/** Text with this id; null when there is none. */
export const textOf = (id: unknown, { texts }: Story): string | null => (typeof id === 'string' ? (texts.get(id)?.body ?? null) : null);
