import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { timestampOf } from '../alert/timestamp.ts';
import { systemClock } from '../clock.ts';
import { makeLiveConfig } from '../liveConfig.ts';
import type { LiveTarget } from '../outbox/targets.ts';
import { DELIVERY_STYLE } from '../pipeline/deliveryStyle.ts';
import type { IncidentView, MessageRef, Send } from '../pipeline/notify/notifier.ts';
import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';
import { readConfig } from './readConfig.ts';

const ANSWER_WITHIN_MS = 15_000;

/** `test-receiver NAME`: one marked trigger and its resolve through each of a receiver's configs, and what was answered. */
export function testReceiverCommand(io: CliIo): Command {
  return new Command('test-receiver')
    .description('send one marked trigger and its resolve through a receiver, and show what the other side answered')
    .argument('<name>', 'a receiver of the configuration')
    .option('--config <file>', 'the configuration (default: TOCSIN_CONFIG, else ./tocsin.yml)')
    .action(async (name: string, options: { config?: string }) => {
      const { config } = readConfig(io, options.config);
      const live = makeLiveConfig(config, (text) => io.stdout(`${text}\n`), null);
      const receiver = config.receivers.find((each) => each.name === name);
      if (!receiver) {
        const known = config.receivers.map((each) => each.name).join(', ');
        throw new CliExit(2, `no receiver is called ${name}: there are ${known}`);
      }
      if (receiver.targets.length === 0) throw new CliExit(1, `receiver ${name} has no configs: it is recorded, never sent`);
      let failures = 0;
      for (const { id } of receiver.targets) failures += (await tryTarget(io, id, live.targets.get(id) as LiveTarget)) ? 0 : 1;
      if (failures > 0) throw new CliExit(1, `${failures} of ${receiver.targets.length} did not take the test`);
    });
}

async function tryTarget(io: CliIo, id: string, { target, notifier }: LiveTarget): Promise<boolean> {
  const installation = `test-${randomUUID()}`;
  let message: MessageRef | null = null;
  for (const status of ['triggered', 'resolved'] as const) {
    const send = sendFor(DELIVERY_STYLE[target.notifier], target.notifier, status, message);
    try {
      const receipt = await notifier.send({
        send,
        incident: testIncident(status, systemClock().now()),
        installation,
        notificationId: `${installation}/${status}`,
        doubtSince: null,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        mayLeave: () => true,
      });
      message = receipt.message ?? message;
      io.stdout(`${id}: ${status}: ${receipt.status === null ? '' : `${receipt.status} `}${receipt.answer}\n`);
    } catch (error) {
      io.stderr(`${id}: ${status}: ${error instanceof Error ? error.message : String(error)}\n`);
      return false;
    }
  }
  return true;
}

function sendFor(
  style: { state: boolean },
  notifier: string,
  status: 'triggered' | 'resolved',
  message: MessageRef | null,
): Send {
  const text = status === 'triggered' ? 'A test of this receiver' : 'The test is over';
  if (!style.state) return { action: 'reply', message: null, note: { reason: 'test', text, at: systemClock().now() } };
  if (notifier === 'slack') return message ? { action: 'update', message } : { action: 'post' };
  return { action: status === 'triggered' ? 'trigger' : 'resolve', opening: 1 };
}

function testIncident(status: 'triggered' | 'resolved', now: number): IncidentView {
  const resolved = status === 'resolved';
  return {
    number: 0,
    title: 'TocsinTest: a test of this receiver, nothing is wrong',
    status,
    urgency: 'high',
    severity: 'info',
    team: null,
    service: null,
    opening: 1,
    groupLabels: { alertname: 'TocsinTest' },
    triggeredAt: now,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: resolved ? now : null,
    resolvedBy: resolved ? 'tocsin test-receiver' : null,
    firing: resolved ? 0 : 1,
    resolved: resolved ? 1 : 0,
    held: 0,
    remarks: [],
    truncated: 0,
    alerts: [
      {
        fingerprint: '0000000000000000',
        integration: 'tocsin',
        status: resolved ? 'resolved' : 'firing',
        labels: { alertname: 'TocsinTest', severity: 'info' },
        annotations: { summary: 'A test of this receiver, nothing is wrong' },
        startsAt: timestampOf(now),
        endsAt: resolved ? timestampOf(now) : null,
        generatorUrl: '',
        heldBy: null,
      },
    ],
    evidence: [],
    url: null,
  };
}
