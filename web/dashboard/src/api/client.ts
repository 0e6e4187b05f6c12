// The one door to the server: the public API and the control API, asked with the session's cookie.
//
// Law: every request names its environment where it needs one, and every change carries the
// session's CSRF token; an answer that is no success becomes an `ApiError` with the server's words.

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly messages: string[],
    readonly retryAfterS: number | null,
  ) {
    super(messages.join(' '));
  }
}

export type Parameter = string | number | boolean | null | undefined;
export type Parameters = Record<string, Parameter | readonly Parameter[]>;

let csrfToken = '';
let onSignedOut: () => void = () => {};

/** Carry this token with every change from now on. */
export function useCsrfToken(token: string): void {
  csrfToken = token;
}

/** Call this whenever the server says that nobody is signed in. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

/** Write parameters as the API reads them: a list is the name with `[]`, repeated. */
export function queryString(parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (Array.isArray(value)) {
      for (const each of value)
        if (each !== null && each !== undefined) query.append(`${name}[]`, String(each));
    } else if (value !== null && value !== undefined && value !== '') {
      query.append(name, String(value));
    }
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}

interface Request {
  environmentId?: string | null;
  parameters?: Parameters;
  signal?: AbortSignal;
}

export function get<T>(path: string, request: Request = {}): Promise<T> {
  return send<T>('GET', path, request);
}

export function change<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  request: Request = {},
): Promise<T> {
  return send<T>(method, path, request, body);
}

async function send<T>(method: string, path: string, request: Request, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (request.environmentId) headers['x-playhead-environment'] = request.environmentId;
  if (method !== 'GET') headers['x-playhead-csrf'] = csrfToken;
  if (body !== undefined) headers['content-type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(path + queryString(request.parameters ?? {}), {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(request.signal ? { signal: request.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(
      0,
      'unreachable',
      ['The server cannot be reached. Is it running, and are you online?'],
      null,
    );
  }
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  if (!response.ok) throw refusal(response, text);
  return JSON.parse(text) as T;
}

function refusal(response: Response, text: string): ApiError {
  const retryAfter = Number(response.headers.get('retry-after'));
  let type = 'error';
  let messages = [`The server answered ${response.status}.`];
  try {
    const told: unknown = JSON.parse(text);
    const { error, errors } = told as {
      error?: { type: string; messages: string[] };
      errors?: string[];
    };
    if (error) ({ type, messages } = error);
    else if (errors) messages = errors;
  } catch {
    // Not the API's own envelope, such as a proxy's page: the status has to do.
  }
  if (response.status === 401) onSignedOut();
  return new ApiError(response.status, type, messages, retryAfter > 0 ? retryAfter : null);
}
