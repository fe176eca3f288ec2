import { describe, expect, it } from '@jest/globals';

import type { Belonging, Viewer } from '../../../domain/policies.ts';
import { topicOf } from '../../api/live.ts';
import { mayFollow } from './may-follow.ts';

const own = '00000000-0000-4000-8000-000000000001';
const foreign = '00000000-0000-4000-8000-000000000002';
const cases: Record<string, Belonging> = {
  [own]: { kind: 'message', regionId: 'north', centreId: 'n1', identityId: own, threadCentreIds: ['n1', 'n3'] },
};
const viewers: Record<string, Viewer> = {
  taxpayer: { kind: 'taxpayer', id: own, regionId: 'north' },
  'another taxpayer': { kind: 'taxpayer', id: foreign, regionId: 'north' },
  'an officer with the id of the taxpayer': { kind: 'officer', id: own, role: 'agent', regionId: 'north', centreId: 'n2' },
  agent: { kind: 'officer', id: foreign, role: 'agent', regionId: 'north', centreId: 'n1' },
  supervisor: { kind: 'officer', id: foreign, role: 'supervisor', regionId: 'north', centreId: 'n1' },
  'an agent of another centre': { kind: 'officer', id: foreign, role: 'agent', regionId: 'north', centreId: 'n2' },
  'a supervisor of another centre': { kind: 'officer', id: foreign, role: 'supervisor', regionId: 'north', centreId: 'n2' },
  'an agent of a centre in the thread': { kind: 'officer', id: foreign, role: 'agent', regionId: 'north', centreId: 'n3' },
  administrator: { kind: 'officer', id: foreign, role: 'administrator', regionId: 'north' },
  'an administrator of another region': { kind: 'officer', id: foreign, role: 'administrator', regionId: 'south' },
  'an agent of another region, by a centre of the same name': {
    kind: 'officer',
    id: foreign,
    role: 'agent',
    regionId: 'south',
    centreId: 'n1',
  },
};
/** Permitted viewers, by topic. */
const table: Record<string, readonly string[]> = {
  [`case/${own}`]: ['taxpayer', 'agent', 'supervisor', 'an agent of a centre in the thread', 'administrator'],
  [`case/${foreign}`]: [],
  [`chat/${own}`]: ['taxpayer', 'agent', 'supervisor', 'an agent of a centre in the thread'],
  [`chat/${foreign}`]: [],
  // The worklist's statements begin with the centre's id, which is unique across regions.
  'worklist/n1': ['agent', 'supervisor', 'an agent of another region, by a centre of the same name'],
  'worklist/n2': ['an officer with the id of the taxpayer', 'an agent of another centre', 'a supervisor of another centre'],
  'worklist/north': [],
  [`identity/${own}`]: ['taxpayer'],
  [`identity/${foreign}`]: ['another taxpayer'],
  'slots/n1': Object.keys(viewers),
  'board/n1': ['supervisor'],
  'board/n2': ['a supervisor of another centre'],
  'board/north': [],
  'region-board/north': ['administrator'],
  'region-board/south': ['an administrator of another region'],
  'region-board/n1': [],
};

describe('who may follow', () => {
  const rows = Object.entries(table).flatMap(([name, allowed]) =>
    Object.keys(viewers).map((who) => [who, name, allowed.includes(who)] as const),
  );
  it.each(rows)('%s: %s is %s', async (who, name, allowed) => {
    const topic = topicOf(name);
    const viewer = viewers[who];
    if (topic === null || viewer === undefined) throw new Error('no such row');
    expect(await mayFollow(viewer, topic, (caseId) => Promise.resolve(cases[caseId]))).toBe(allowed);
  });

  it.each(['', 'case', 'case/', 'case/1', '/x', `case/${own}/x`, 'toString/x', '__proto__/x', `board/${'x'.repeat(101)}`, 'identity/*'])(
    'no topic: %j',
    (name) => {
      expect(topicOf(name)).toBeNull();
    },
  );
});
