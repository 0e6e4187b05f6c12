// What is asked of the server and comes later: data, error, or still on its way.
//
// Law: the newest question wins, an older answer that comes late is dropped; while a new answer is
// on its way, or has to wait for its turn, the old one stays and is `loading`, so that the page
// does not jump and nothing old is taken for new.

import { ApiError } from '../api/client';

export interface Resource<T> {
  readonly data: T | undefined;
  readonly error: ApiError | undefined;
  readonly loading: boolean;
  reload(): void;
}

/** Ask `load` now and whenever a state that it reads (before its first `await`) changes. */
export function resource<T>(load: (signal: AbortSignal) => Promise<T> | null): Resource<T> {
  let data = $state.raw<T>();
  let error = $state.raw<ApiError>();
  let loading = $state(true);
  let turn = $state(0);

  $effect(() => {
    void turn;
    const abort = new AbortController();
    const asked = load(abort.signal);
    if (asked === null) {
      loading = false;
      return;
    }
    loading = true;
    asked.then(
      (answer) => {
        if (abort.signal.aborted) return;
        data = answer;
        error = undefined;
        loading = false;
      },
      (failure: unknown) => {
        if (abort.signal.aborted) return;
        error =
          failure instanceof ApiError ? failure : new ApiError(0, 'fault', [String(failure)], null);
        loading = false;
      },
    );
    return () => abort.abort();
  });

  return {
    get data() {
      return data;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    reload() {
      turn += 1;
    },
  };
}

/** As `resource`, for what can wait: a question is asked when `turn` comes, and then to its end. */
export function laterResource<Q, T>(
  question: () => Q,
  turn: () => boolean,
  load: (question: Q, signal: AbortSignal) => Promise<T>,
): Resource<T> {
  const newest = $derived(question());
  let due = $state.raw<Q>();
  $effect(() => {
    if (turn()) due = newest;
  });
  const asked = resource((signal) => (due === undefined ? null : load(due, signal)));
  return {
    get data() {
      return asked.data;
    },
    get error() {
      return asked.error;
    },
    get loading() {
      return due !== newest || asked.loading;
    },
    reload: asked.reload,
  };
}
