/** What happened to a case, as its taxpayer is told it. */
import type { CaseKind } from '../../../../domain/case.ts';
import { pageKinds } from '#lib/kinds/index.ts';
import type { Told } from '#lib/kinds/page-kind.ts';

/** 已转至 第二税务所 处理. @param centre the case's own, where the event names none */
export const storySentence = (kind: CaseKind, event: Told, centre: string): string =>
  pageKinds[kind].ownSentence(event, centre) ?? event.type;

/** How it ended, of an event that says so. That it was rated is told by the rating itself. */
export const outcomeWords = (kind: CaseKind, { data }: Told): string | undefined =>
  data['outcome'] === 'rated' ? undefined : pageKinds[kind].outcome(data['outcome']);
