import Sequencer from '@jest/test-sequencer';

/** Files that take a minute or several, the longest first: begun last, one of them would run alone while the other worker is idle. */
const longest = [
  'tests/chaos/kill.test.ts',
  'workflows/work-order.model.test.ts',
  'workflows/service-form.model.test.ts',
  'tests/replay/replay.test.ts',
  'tests/made-up-kind-types.test.ts',
  'tests/made-up-kind.test.ts',
  'web/server/service-form/routes.test.ts',
  'web/server/service-form/commands.test.ts',
  'web/server/work-order/commands.test.ts',
  'web/server/abuse.test.ts',
];

/** All others by what Jest knows of them: how long they took here, or how large they are. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => longest.findIndex((name) => path.endsWith(`/${name}`));
    const isListed = (test) => rank(test) >= 0;
    return [...tests.filter(isListed).toSorted((a, b) => rank(a) - rank(b)), ...super.sort(tests.filter((test) => !isListed(test)))];
  }
}
