import { migrate } from '../../db/migrate.ts';
import { startTestPostgres, startTestTemporal, sweepTestServices, testDatabaseUrl, type TestService } from '../../stack/testing.ts';

/** The services of this run, for global-teardown. */
export const running: TestService[] = [];

const startMigrated = async (): Promise<TestService> => {
  const postgres = await startTestPostgres();
  await migrate(testDatabaseUrl(postgres.address, 'zhengna'), testDatabaseUrl(postgres.address, 'zhengna', 'zhengna_owner'));
  return postgres;
};

/**
 * Once a run, before the tests that need services: one PostgreSQL with a migrated template database, one Temporal server.
 * Test files find them by TEST_DATABASE_URL (as superuser) and TEST_TEMPORAL_ADDRESS.
 */
const setUp = async (): Promise<void> => {
  await sweepTestServices();
  const started = await Promise.allSettled([
    startMigrated(),
    startTestTemporal((what) => {
      process.stderr.write(`${what}\n`);
    }),
  ]);
  for (const service of started) if (service.status === 'fulfilled') running.push(service.value);
  const [postgres, temporal] = started;
  if (postgres.status === 'rejected' || temporal.status === 'rejected') {
    await Promise.all(running.map((service) => service.stop()));
    throw new Error('the services that the tests need did not start', {
      cause: started.flatMap((service) => (service.status === 'rejected' ? [service.reason as unknown] : []))[0],
    });
  }
  process.env['TEST_DATABASE_URL'] = postgres.value.address;
  process.env['TEST_TEMPORAL_ADDRESS'] = temporal.value.address;
};

export default setUp;
