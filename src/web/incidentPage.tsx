import { alertName } from '../alert/alert.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import { type Instant, instantOf } from '../alert/timestamp.ts';
import type { Incident } from '../incident/incident.ts';
import { type EvidenceBoard, EvidenceLink, EvidenceSection } from './evidence.tsx';
import { HeldWord, type ShownHold } from './heldWord.tsx';
import { Layout } from './layout.tsx';
import { OutgoingLink } from './outgoingLink.tsx';
import { QuietWord, type ShownQuieting } from './quietWord.tsx';
import { type RunbookBoard, Runbooks } from './runbooks.tsx';
import { SeverityBadge, StatusBadge } from './severityBadge.tsx';
import { webAddress } from './webAddress.ts';
import { Exactly, Until, When } from './when.tsx';

export interface ShownAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: string;
  readonly generatorUrl: string;
  /** What keeps it from people; null: nothing. */
  readonly hold: ShownHold | null;
  /** It was told, and a silence keeps it from being told again; null: none does. */
  readonly quieting: ShownQuieting | null;
}

export interface ShownLine {
  readonly at: Instant;
  readonly type: string;
  readonly actor: string;
  readonly text: string;
}

export interface ShownDelivery {
  readonly target: string;
  readonly reason: string;
  readonly status: string;
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly answer: string | null;
}

/** An incident with what belongs to it; `more…` where a list is not whole. */
export interface IncidentDetails {
  readonly incident: Incident;
  readonly alerts: readonly ShownAlert[];
  readonly moreAlerts: boolean;
  readonly timeline: readonly ShownLine[];
  readonly moreTimeline: boolean;
  /** What its receivers hear of it in, because they were told too often. */
  readonly digests: readonly { readonly receiver: string; readonly dueAt: Instant }[];
  /** Newest first. */
  readonly deliveries: readonly ShownDelivery[];
  readonly moreDeliveries: boolean;
  readonly runbooks: RunbookBoard;
  /** More places to look at. */
  readonly links: readonly { readonly name: string; readonly href: string }[];
  readonly evidence: EvidenceBoard;
  /** The reader has asked that the page stays as it is. */
  readonly isStill: boolean;
  readonly now: Instant;
}

/** One incident: what fires, what happened, who was told. */
export function IncidentPage({ details }: { details: IncidentDetails }) {
  const { incident, now } = details;
  return (
    <Layout title={`#${incident.number} ${incident.title}`} {...(!details.isStill && { refreshSeconds: 10 })}>
      <h1>
        <span class="number">#{incident.number}</span> <bdi>{incident.title}</bdi>
      </h1>
      <p class="facts">
        <SeverityBadge severity={incident.severity} urgency={incident.urgency} />
        <StatusBadge status={incident.status} />
        <span>
          {incident.firing} firing, {incident.resolved} resolved
          {incident.held > 0 && `, ${incident.held} held back`}
        </span>
        {incident.service !== null && <bdi>service {incident.service}</bdi>}
        {incident.team !== null && <bdi>team {incident.team}</bdi>}
        <span>
          since <When at={incident.triggeredAt} now={now} />
        </span>
        {incident.acknowledgedBy !== null && <bdi>acknowledged by {incident.acknowledgedBy}</bdi>}
        {incident.resolvedBy !== null && <bdi>resolved by {incident.resolvedBy}</bdi>}
        <EvidenceLink board={details.evidence} />
      </p>
      {details.digests.map(({ receiver, dueAt }) => (
        <p class="facts">
          <span class="badge held">held back: throttle</span>
          <bdi>{receiver} was told too often, and hears more of it in a digest</bdi>
          <Until at={dueAt} now={now} />
        </p>
      ))}
      {incident.remarks.map((remark) => (
        <p>
          <bdi>{remark}</bdi>
        </p>
      ))}
      <Runbooks board={details.runbooks} />
      <Links links={details.links} />
      <Alerts details={details} />
      <EvidenceSection board={details.evidence} now={now} />
      <Reloading details={details} />
      <Timeline details={details} />
      <Deliveries details={details} />
    </Layout>
  );
}

/** Whoever reads on in what is folded up does not want it to fold up again. */
function Reloading({ details: { isStill, evidence, incident } }: { details: IncidentDetails }) {
  if (isStill) {
    return (
      <p class="soft">
        This page stays as it is. <a href={`/incidents/${incident.number}`}>Reload it by itself again</a>
      </p>
    );
  }
  if (evidence.found.length === 0) return null;
  return (
    <p class="soft">
      This page is loaded anew every few seconds.{' '}
      <a href={`/incidents/${incident.number}?reload=off#evidence`}>Leave it as it is</a>
    </p>
  );
}

function Alerts({ details: { alerts, moreAlerts, now } }: { details: IncidentDetails }) {
  return (
    <section>
      <h2>Alerts</h2>
      <ul class="alerts">
        {alerts.map((alert) => (
          <li class={`alert is-${alert.hold ? 'held' : alert.status}`}>
            <AlertLine alert={alert} now={now} />
          </li>
        ))}
      </ul>
      <More when={moreAlerts} />
    </section>
  );
}

function AlertLine({ alert, now }: { alert: ShownAlert; now: Instant }) {
  const { labels, annotations } = alert;
  const source = webAddress(alert.generatorUrl);
  const text = labelValue(annotations, 'summary') || labelValue(annotations, 'description');
  return (
    <>
      <p>
        <strong>
          <bdi>{alertName(labels)}</bdi>
        </strong>{' '}
        {alert.status} · started <When at={instantOf(alert.startsAt)} now={now} />
        {source !== null && (
          <>
            {' · '}
            <a href={source} rel="noreferrer noopener">
              source
            </a>
          </>
        )}
      </p>
      {alert.hold && <HeldWord hold={alert.hold} now={now} />}
      {alert.quieting && <QuietWord quieting={alert.quieting} now={now} />}
      {text !== '' && (
        <p>
          <bdi>{text.length > 500 ? `${text.slice(0, 500)}…` : text}</bdi>
        </p>
      )}
      <p class="labels">
        {Object.keys(labels)
          .sort()
          .slice(0, 50)
          .map((name) => (
            <code>
              <bdi>
                {name}={labelValue(labels, name)}
              </bdi>
            </code>
          ))}
      </p>
    </>
  );
}

function Timeline({ details: { timeline, moreTimeline } }: { details: IncidentDetails }) {
  return (
    <section>
      <h2>Timeline (UTC)</h2>
      <ol class="timeline">
        {timeline.map((line) => (
          <li>
            <Exactly at={line.at} /> <span class="actor">{line.actor}</span> <bdi>{line.text}</bdi>
          </li>
        ))}
      </ol>
      <More when={moreTimeline} />
    </section>
  );
}

function Deliveries({ details: { deliveries, moreDeliveries, now } }: { details: IncidentDetails }) {
  return (
    <section>
      <h2>Who was told</h2>
      {deliveries.length === 0 && <p class="empty">Nobody yet.</p>}
      <ul class="deliveries">
        {deliveries.map((delivery) => (
          <li class={`delivery is-${delivery.status}`}>
            <strong>{delivery.target}</strong> {delivery.reason}: {delivery.status}
            {delivery.attempts > 1 && `, ${delivery.attempts} attempts`} · <When at={delivery.createdAt} now={now} />
            {delivery.answer !== null && (
              <>
                {' · '}
                <bdi>{delivery.answer}</bdi>
              </>
            )}
          </li>
        ))}
      </ul>
      <More when={moreDeliveries} />
    </section>
  );
}

function More({ when }: { when: boolean }) {
  return when ? <p class="empty">There is more; the API has it all.</p> : null;
}

function Links({ links }: Pick<IncidentDetails, 'links'>) {
  if (links.length === 0) return null;
  return (
    <p class="facts">
      {links.map(({ name, href }) => (
        <OutgoingLink to={href}>{name}</OutgoingLink>
      ))}
    </p>
  );
}
