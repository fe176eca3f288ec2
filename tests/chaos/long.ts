/**
 * `npm run chaos`: the ledger of conversations in its long form, about 100,000 messages while processes are killed again and again.
 * `CHAT_SEED` repeats a run, `CHAT_VISITS` makes it shorter or longer (about 65 messages a visit). It prints a table of what happened.
 */
import { spawn } from 'node:child_process';

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const run = spawn(process.execPath, [...jest, 'tests/chaos/chat-ledger.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, CHAT_VISITS: process.env['CHAT_VISITS'] ?? '1600' },
});
run.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
