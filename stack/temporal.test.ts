import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { isAlive } from './process-table.ts';
import { type TemporalOptions, startTemporal } from './temporal.ts';

let base = '';
let options: TemporalOptions = { folder: '', logFile: '' };

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'stack-temporal-'));
  options = { folder: join(base, 'temporal'), logFile: join(base, 'temporal.log'), headless: true };
});

afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

describe('the Temporal server', () => {
  it('keeps what runs, ends the one that a killed stack left behind, and knows our search attributes', async () => {
    const left = await startTemporal(options);
    const before = await Connection.connect({ address: left.address });
    await new Client({ connection: before }).workflow.start('anything', { workflowId: 'message/kept', taskQueue: 'none' });
    const attributes = await before.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(Object.keys(attributes.customAttributes)).toEqual(expect.arrayContaining(['CaseKind', 'RegionId', 'CentreId']));
    await before.close();

    const next = await startTemporal({ ...options, port: { last: left.port } });
    expect(isAlive(left.pid)).toBe(false);
    expect(next.port).toBe(left.port);
    const after = await Connection.connect({ address: next.address });
    const described = await new Client({ connection: after }).workflow.getHandle('message/kept').describe();
    expect(described.status.name).toBe('RUNNING');
    await after.close();
    await next.stop();
    expect(await next.exited).toBe('has ended');
  }, 60_000);
});
