import { describe, expect, it } from '@jest/globals';
import { createLog } from './log.ts';

const written = (log: (log: ReturnType<typeof createLog>) => void, level = 'info'): string => {
  let text = '';
  log(createLog('web', level, { write: (line: string) => (text += line) }));
  return text;
};

describe('log', () => {
  it('writes one JSON object with level, process and time in UTC', () => {
    const line: unknown = JSON.parse(written((log) => log.warn({ caseId: 'c1' }, 'late')));
    expect(line).toMatchObject({ level: 'warn', process: 'web', caseId: 'c1', msg: 'late' });
    expect(line).toHaveProperty('time', expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/));
  });

  it('hides personal data and secrets at any usual depth', () => {
    const text = written((log) =>
      log.info({
        phone: '138SECRET',
        body: { text: 'SECRET', user: { personName: 'SECRET' } },
        req: { headers: { authorization: 'SECRET', cookie: 'SECRET', 'set-cookie': 'SECRET' } },
        a: { b: { c: { password: 'SECRET' } } },
      }),
    );
    expect(text).not.toContain('SECRET');
    expect(text).toContain('[hidden]');
  });

  it('keeps of an error what explains it, not the row that PostgreSQL repeats', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      constraint: 'phones_pk',
      detail: 'Key (phone)=(SECRET)',
      parameters: ['SECRET'],
      cause: new Error('below'),
    });
    const text = written((log) => log.error({ err: error }, 'failed'));
    expect(text).not.toContain('SECRET');
    expect(JSON.parse(text)).toMatchObject({
      err: { message: 'duplicate key', code: '23505', constraint: 'phones_pk', cause: { message: 'below' } },
    });
  });

  it('is silent below its level', () => {
    expect(written((log) => log.debug('x'))).toBe('');
    expect(written((log) => log.debug('x'), 'debug')).toContain('"x"');
  });

  it('survives something thrown that is no Error', () => {
    expect(written((log) => log.error({ err: { phone: 'SECRET' } }, 'odd'))).not.toContain('SECRET');
  });
});
