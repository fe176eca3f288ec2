/** Sentences for the taxpayer about the events of a case. */
import type { CaseKind } from '../../../../domain/case.ts';
import { pageKinds } from '#lib/kinds/index.ts';
import type { Told } from '#lib/kinds/page-kind.ts';

/** For example: 已转至 第二税务所 处理. @param centre the case's centre, for events that name none */
export const storySentence = (kind: CaseKind, event: Told, centre: string): string =>
  pageKinds[kind].ownSentence(event, centre) ?? event.type;

/** Outcome, for events that have one; a rating is shown separately. */
export const outcomeWords = (kind: CaseKind, { data }: Told): string | undefined =>
  data['outcome'] === 'rated' ? undefined : pageKinds[kind].outcome(data['outcome']);
