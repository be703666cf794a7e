// Whether the page hears from the app. What was shown before an interruption may be old: `reload` listeners ask anew.
import type { Contracts } from '../../shared/contract/index.ts';
import type { Link } from '../../shared/rpc/reconnect.ts';

class Connection {
  state: 'connecting' | 'open' | 'interrupted' | 'restarting' = $state('connecting');
  /** Counts the connections: an effect that reads it runs again after an interruption. */
  epoch = $state(0);

  follow(link: Link<Contracts>): void {
    link.onStatus((status) => {
      if (status === 'connected') this.state = 'open';
      else if (this.state === 'open') this.state = 'interrupted';
    });
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
