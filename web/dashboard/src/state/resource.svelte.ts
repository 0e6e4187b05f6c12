// What is asked of the server and comes later: data, error, or still on its way.
//
// Law: the newest question wins, an older answer that comes late is dropped; while a new answer is
// on its way the old one stays, so that the page does not jump.

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
