// Who is signed in, and what they may see.

import { ApiError, change, get, useCsrfToken } from '../api/client';
import type { Envelope } from '../api/words';

export interface Environment {
  id: string;
  name: string;
  type: 'production' | 'development';
  permissions: string[];
}

export interface Organization {
  id: string;
  name: string;
  role: 'admin' | 'member';
  environments: Environment[];
}

export interface Person {
  id: string;
  email: string;
  name: string;
  has_password: boolean;
  is_disabled: boolean;
  created_at: string;
}

export interface SignedIn {
  session_id: string;
  method: string;
  expires_at: string;
  csrf_token: string;
  person: Person;
  organizations: Organization[];
}

export interface Session {
  signed_in: SignedIn | null;
  needs_setup: boolean;
  sign_in_methods: string[];
}

let session = $state.raw<Session | null>(null);
let failure = $state.raw<ApiError | null>(null);

export const who = {
  /** Null until the server has said. */
  get session(): Session | null {
    return session;
  },
  get person(): Person | null {
    return session?.signed_in?.person ?? null;
  },
  get organizations(): readonly Organization[] {
    return session?.signed_in?.organizations ?? [];
  },
  get failure(): ApiError | null {
    return failure;
  },
  organization(id: string | null): Organization | null {
    return this.organizations.find((each) => each.id === id) ?? null;
  },
  environment(id: string | null): Environment | null {
    return (
      this.organizations.flatMap((each) => each.environments).find((each) => each.id === id) ?? null
    );
  },
};

/** Take up what the server says of the session, as it does on every way in. */
export function take(told: Session): void {
  useCsrfToken(told.signed_in?.csrf_token ?? '');
  session = told;
  failure = null;
}

/** Ask who is signed in: at the start, and after anything that may have changed it. */
export async function refreshSession(): Promise<void> {
  try {
    take((await get<Envelope<Session>>('/api/v1/session')).data);
  } catch (error) {
    failure = error instanceof ApiError ? error : new ApiError(0, 'fault', [String(error)], null);
  }
}

export async function signIn(email: string, password: string, keep: boolean): Promise<void> {
  take(
    (await change<Envelope<Session>>('POST', '/api/v1/session', { email, password, keep })).data,
  );
}

export async function signOut(): Promise<void> {
  await change('DELETE', '/api/v1/session');
  await refreshSession();
}
