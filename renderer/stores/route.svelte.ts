// Where the user is: the address in the window, as a rune.
import { parseRoute, type Route } from '../router/routes.ts';

class Place {
  #route: Route = $state.raw(parseRoute(location.hash));

  constructor() {
    window.addEventListener('hashchange', () => {
      this.#route = parseRoute(location.hash);
    });
  }

  get route(): Route {
    return this.#route;
  }

  /** Opens an address made by router/routes.ts. With `replace`, Back does not return to the present one. */
  go(hash: string, { replace = false } = {}): void {
    if (!replace) {
      location.hash = hash;
      return;
    }
    history.replaceState(null, '', hash);
    this.#route = parseRoute(hash);
  }
}

export const place = new Place();
