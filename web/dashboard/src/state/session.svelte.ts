// Who is signed in, and what they may see.

import { ApiError, change, get, useCsrfToken } from '../api/client';
import type { Envelope } from '../api/words';

export interface Environment {
  id: string;
  name: string;
  kind: 'production' | 'development';
  env_key: string;
}

export interface Organization {
  id: string;
  name: string;
  role: 'admin' | 'member';
  environments: Environment[];
}

export interface Session {
  person: { id: string; email: string; name: string } | null;
  organizations: Organization[];
  csrf_token: string | null;
  needs_setup: boolean;
  sign_in_methods: string[];
}

let session = $state.raw<Session | null>(null);
let failure = $state.raw<ApiError | null>(null);

export const who = {
  get session(): Session | null {
    return session;
  },
  get failure(): ApiError | null {
    return failure;
  },
  organization(id: string | null): Organization | null {
    return session?.organizations.find((each) => each.id === id) ?? null;
  },
  environment(id: string | null): Environment | null {
    for (const organization of session?.organizations ?? []) {
      const found = organization.environments.find((each) => each.id === id);
      if (found) return found;
    }
    return null;
  },
};

/** Ask who is signed in: at the start, and after anything that may have changed it. */
export async function refreshSession(): Promise<void> {
  try {
    const answer = await get<Envelope<Session>>('/api/v1/session');
    useCsrfToken(answer.data.csrf_token ?? '');
    session = answer.data;
    failure = null;
  } catch (error) {
    failure = error instanceof ApiError ? error : new ApiError(0, 'fault', [String(error)], null);
  }
}

export async function signIn(email: string, password: string): Promise<void> {
  await change('POST', '/api/v1/session', { email, password });
  await refreshSession();
}

export async function signOut(): Promise<void> {
  await change('DELETE', '/api/v1/session');
  await refreshSession();
}
