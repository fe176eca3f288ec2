const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: this test is not in jest's project "services" (see jest.config.js)`);
  return value;
};

/** The run's PostgreSQL as superuser. */
export const testAdminUrl = (): string => required('TEST_DATABASE_URL');

/** The run's Temporal server, host:port; tests keep apart by task queues and workflow ids of their own. */
export const testTemporalAddress = (): string => required('TEST_TEMPORAL_ADDRESS');
