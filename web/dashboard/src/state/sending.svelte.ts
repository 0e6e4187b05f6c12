// A form on its way: busy, refused with the server's words, or done.

import { ApiError } from '../api/client';

export interface Sending {
  readonly busy: boolean;
  readonly refused: string | null;
  send(work: () => Promise<void>): (event: SubmitEvent) => Promise<void>;
}

export function sending(): Sending {
  let busy = $state(false);
  let refused = $state<string | null>(null);
  return {
    get busy() {
      return busy;
    },
    get refused() {
      return refused;
    },
    send(work) {
      return async (event) => {
        event.preventDefault();
        if (busy) return;
        busy = true;
        refused = null;
        try {
          await work();
        } catch (error) {
          const wait =
            error instanceof ApiError && error.retryAfterS
              ? ` Try again in ${error.retryAfterS} s.`
              : '';
          refused = (error instanceof Error ? error.message : String(error)) + wait;
        } finally {
          busy = false;
        }
      };
    },
  };
}
