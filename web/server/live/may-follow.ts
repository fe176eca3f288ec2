/** Decides who may follow which topic, at subscription and again after a case has changed. */
import { may, mayUse, type Belonging, type Viewer } from '../../../domain/policies.ts';
import type { Topic } from '../../api/live.ts';

/** @param belongingOf returns to whom a case belongs now, with the centres of its thread; undefined when there is no such case */
export async function mayFollow(
  viewer: Viewer,
  topic: Topic,
  belongingOf: (caseId: string) => Promise<Belonging | undefined>,
): Promise<boolean> {
  switch (topic.kind) {
    case 'case': {
      const belonging = await belongingOf(topic.id);
      return belonging !== undefined && (may(viewer, 'view', belonging) || may(viewer, 'inspect', belonging));
    }
    case 'chat': {
      const belonging = await belongingOf(topic.id);
      return belonging !== undefined && may(viewer, 'view', belonging);
    }
    case 'worklist':
      return mayUse(viewer, 'worklist') && centreOf(viewer) === topic.id;
    case 'identity':
      return viewer.kind === 'taxpayer' && viewer.id === topic.id;
    // Its events only say that there is something to fetch.
    case 'slots':
      return true;
    case 'board':
      return mayUse(viewer, 'supervise') && centreOf(viewer) === topic.id;
    case 'region-board':
      return mayUse(viewer, 'administer') && viewer.regionId === topic.id;
  }
}

const centreOf = (viewer: Viewer): string | null => ('centreId' in viewer ? viewer.centreId : null);
