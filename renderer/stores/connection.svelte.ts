// Whether the page hears from the app.

class Connection {
  state: 'open' | 'interrupted' | 'restarting' = $state('open');
}

export const connection = new Connection();
