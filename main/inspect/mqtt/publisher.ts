// What is to be published and has not been acknowledged yet: the latest status, and the parts in their order.
import type { LineAlarm } from '../../../shared/domain/alarm.ts';
import type { InspectedPart, LineStatus } from '../../../shared/domain/inspection.ts';
import { alarmMessage, type Message, type Presence, partMessages, statusMessage } from './messages.ts';
import { Outbox } from './outbox.ts';
import type { Session } from './session.ts';

export interface PublisherOptions {
  readonly prefix: string;
  readonly queueLimit: number;
  readonly isPerOutcome: boolean;
  readonly now: () => Date;
}

interface Entry {
  readonly messages: readonly Message[];
  /** Ends the wait of who told it. */
  readonly release: () => void;
}

export class Publisher {
  private readonly options: PublisherOptions;
  private readonly outbox: Outbox<Entry>;
  private shown: Omit<Presence, 'dropped'>;
  private session: Session | undefined;
  private isStatusDue = true;
  private isStatusSent = false;
  /** How alarms stand, by topic: said anew on every connection, since nobody keeps them here. */
  private readonly alarms = new Map<string, { readonly message: Message; isDue: boolean }>();
  private alarmsSent = 0;
  private idlers: (() => void)[] = [];

  constructor(options: PublisherOptions, start: LineStatus, model: string) {
    this.options = options;
    this.outbox = new Outbox(options.queueLimit);
    this.shown = { ...start, online: true, model, since: options.now() };
  }

  get presence(): Presence {
    return { ...this.shown, dropped: this.outbox.dropped };
  }

  get isConnected(): boolean {
    return this.session !== undefined;
  }

  get queued(): number {
    return this.outbox.size;
  }

  /** Resolves once it is acknowledged, or cannot be for now and is kept, or after the given time. */
  async tell(part: InspectedPart, patience: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patience);
      const release = () => {
        clearTimeout(timer);
        resolve();
      };
      if (part.model !== this.shown.model) this.present({ model: part.model });
      const messages = partMessages(this.options.prefix, part, this.options.isPerOutcome);
      this.drop(this.outbox.add({ messages, release }));
      if (!this.session) release();
      this.send();
    });
  }

  alarm(alarm: LineAlarm): void {
    const message = alarmMessage(this.options.prefix, alarm);
    this.alarms.set(message.topic, { message, isDue: true });
    this.send();
  }

  present(changes: Partial<Omit<Presence, 'dropped' | 'since'>>): void {
    const next = { ...this.shown, ...changes };
    const { online, ready, fault } = this.shown;
    const isSame = next.online === online && next.ready === ready && next.fault === fault;
    this.shown = isSame ? next : { ...next, since: this.options.now() };
    this.isStatusDue = true;
    this.send();
  }

  opened(session: Session): void {
    this.session = session;
    this.isStatusDue = true;
    this.isStatusSent = false;
    this.alarmsSent = 0;
    for (const alarm of this.alarms.values()) alarm.isDue = true;
    this.send();
  }

  closed(): void {
    this.session = undefined;
    for (const { release } of this.outbox.items()) release();
    this.drop(this.outbox.takeBack());
    this.rest();
  }

  /** Resolves once all is acknowledged, or the connection closes. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.idlers.push(resolve);
      if (this.isIdle) this.rest();
    });
  }

  private get isIdle(): boolean {
    const isAlarmDue = this.alarmsSent > 0 || [...this.alarms.values()].some(({ isDue }) => isDue);
    return this.outbox.size === 0 && !this.isStatusDue && !this.isStatusSent && !isAlarmDue;
  }

  private send(): void {
    const { session } = this;
    if (!session) return;
    if (this.isStatusDue && !this.isStatusSent) this.sendStatus(session);
    for (const alarm of this.alarms.values()) if (alarm.isDue) this.sendAlarm(session, alarm);
    for (let entry = this.outbox.next(); entry; entry = this.outbox.next()) this.sendPart(session, entry);
    if (this.isIdle) this.rest();
  }

  /** One at a time: of the statuses in between only the last is of interest. */
  private sendStatus(session: Session): void {
    this.isStatusDue = false;
    this.isStatusSent = true;
    session.publish(statusMessage(this.options.prefix, this.presence), () => {
      this.isStatusSent = false;
      this.send();
    });
  }

  private sendAlarm(session: Session, alarm: { readonly message: Message; isDue: boolean }): void {
    alarm.isDue = false;
    this.alarmsSent += 1;
    session.publish(alarm.message, () => {
      this.alarmsSent -= 1;
      this.send();
    });
  }

  private sendPart(session: Session, entry: Entry): void {
    let missing = entry.messages.length;
    for (const message of entry.messages) {
      session.publish(message, () => {
        missing -= 1;
        if (missing > 0) return;
        this.outbox.settle(entry);
        entry.release();
        this.send();
      });
    }
  }

  private drop(entries: readonly Entry[]): void {
    for (const { release } of entries) release();
    if (entries.length > 0) this.isStatusDue = true;
  }

  private rest(): void {
    for (const resolve of this.idlers.splice(0)) resolve();
  }
}
