/** How a web process hears of what changed anywhere. PostgreSQL carries it; anything that can announce ids could. */
import { z } from 'zod';

import { caseChannel, listen } from '../../../db/listen.ts';

export interface CaseChange {
  caseId: string;
  version: number;
}

export interface BusListener {
  onChange: (change: CaseChange) => void;
  /** Changes may have been missed. */
  onGap: () => void;
  onTrouble: (error: unknown) => void;
}

export interface Bus {
  stop(): Promise<void>;
}

const changeSchema = z.object({ caseId: z.uuid(), version: z.int() });

/** Listens to what the projection announces in PostgreSQL. */
export const postgresBus = (databaseUrl: string, { onChange, onGap, onTrouble }: BusListener): Promise<Bus> =>
  listen({
    databaseUrl,
    channel: caseChannel,
    onPayload: (payload) => {
      try {
        onChange(changeSchema.parse(JSON.parse(payload)));
      } catch (error) {
        onTrouble(error);
      }
    },
    onGap,
    onTrouble,
  });
