import { z } from 'zod';
import { accountHash } from './accountHash.ts';
import { consoleText } from './consoleText.ts';
import type { NotifierKind } from './notifierKind.ts';
import { urgencyField } from './urgencyField.ts';
import { wrongSend } from './wrongSend.ts';

const schema = z.strictObject({ send_resolved: z.boolean().default(true), urgency: urgencyField(['high', 'low']) });

/** The terminal that the server runs in. It cannot fail, and it cannot wake anybody. */
export const consoleNotifier: NotifierKind<z.infer<typeof schema>> = {
  name: 'console',
  schema,
  secrets: [],
  rate: { perMinute: 6_000, burst: 1_000 },
  account: () => accountHash('console'),
  create: (_config, context) => ({
    send: async ({ send, incident }) => {
      if (send.action !== 'reply') throw wrongSend('console', send, 'reply');
      context.print(consoleText(incident, send.note, context.ansi ?? false, context.receiver ?? null));
      return { status: null, answer: 'printed' };
    },
  }),
};
