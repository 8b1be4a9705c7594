/** One input error of a problem document: `pointer` is a JSON pointer into what was sent. */
export interface FieldProblem {
  pointer: string;
  code: string;
  detail: string;
}

/**
 * Why a request failed, as problem+json (RFC 9457) told it; status 0 means that no answer came at all.
 * `message` is the server's sentence for a person, already in the language of the screen, or empty.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: readonly FieldProblem[];
  readonly requestId: string | undefined;
  /** Seconds to wait, where the server said so (429, 503). */
  readonly retryAfter: number | undefined;

  constructor(init: {
    status: number;
    code: string;
    detail?: string;
    fields?: readonly FieldProblem[];
    requestId?: string | undefined;
    retryAfter?: number | undefined;
    cause?: unknown;
  }) {
    super(init.detail ?? '', { cause: init.cause });
    this.name = 'ApiError';
    this.status = init.status;
    this.code = init.code;
    this.fields = init.fields ?? [];
    this.requestId = init.requestId;
    this.retryAfter = init.retryAfter;
  }
}

/** The connection failed before an answer came: nobody knows whether the server acted. */
export const networkError = (cause: unknown) => new ApiError({ status: 0, code: 'network', cause });

/** Reads what a failed answer says. Anything that is not a problem document is told by its status alone. */
export async function problemOf(response: Response): Promise<ApiError> {
  const body = await response.json().catch(() => null);
  const problem = isRecord(body) ? body : {};
  const retryAfter = Number(response.headers.get('Retry-After'));
  return new ApiError({
    status: response.status,
    code: text(problem.code) ?? `http.${response.status}`,
    detail: text(problem.detail) ?? '',
    fields: Array.isArray(problem.errors) ? problem.errors.flatMap(fieldProblem) : [],
    requestId: response.headers.get('X-Request-Id') ?? text(problem.instance),
    retryAfter: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined,
  });
}

function fieldProblem(value: unknown): FieldProblem[] {
  if (!isRecord(value)) return [];
  const pointer = text(value.pointer);
  if (pointer === undefined) return [];
  return [{ pointer, code: text(value.code) ?? '', detail: text(value.detail) ?? '' }];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Errors after which the same request may simply be sent again. */
export function isRetryable(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
}

/** What was on the screen is no longer so: somebody changed it (412), or it has moved on (409). */
export function isOutdated(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 412 || error.status === 409);
}
