// Whether the page hears from the app. What was shown before an interruption may be old: `reload` listeners ask anew.
import type { Contracts } from '../../shared/contract/index.ts';
import type { Link, LinkStatus } from '../../shared/rpc/reconnect.ts';

class Connection {
  state: 'connecting' | 'open' | 'interrupted' | 'restarting' = $state('connecting');
  /** Counts the connections: an effect that reads it runs again after an interruption. */
  epoch = $state(0);
  #open: () => void = () => undefined;
  /** The first connection: before it nothing can be asked. */
  readonly opened = new Promise<void>((resolve) => {
    this.#open = resolve;
  });

  follow(link: Link<Contracts>): void {
    const take = (status: LinkStatus) => {
      if (status === 'lost' && this.state === 'open') this.state = 'interrupted';
      if (status !== 'connected' || this.state === 'restarting') return;
      this.state = 'open';
      this.#open();
    };
    take(link.status);
    link.onStatus(take);
    link.onReconnect(() => {
      // The app may have been replaced by another version, or another workspace.
      if (this.state === 'restarting') location.reload();
      this.epoch += 1;
    });
    link.clients.system.on('restarting', () => {
      this.state = 'restarting';
    });
  }
}

export const connection = new Connection();
