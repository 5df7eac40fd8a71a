import createClient from "openapi-fetch";
import type { paths } from "../../target/generated/api";

/** The client of the exporter that serves the page. Its types are those of openapi.yaml. */
export const client = createClient<paths>({
  baseUrl: new URL(".", document.baseURI).href.replace(/\/$/, ""),
});

/** A request that has no data: the exporter refused it, or did not answer. */
export class RequestError extends Error {
  /** Status code of the response; undefined without one. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/**
 * Returns the body of a response.
 *
 * @throws RequestError with the message of the exporter, or the reason why there is no response
 */
export async function answered<Data>(request: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>;
  try {
    answer = await request;
  } catch (e) {
    if (e instanceof DOMException && e.name === "AbortError") {
      throw e;
    }
    throw new RequestError("The exporter does not answer.");
  }
  if (answer.data === undefined) {
    throw new RequestError(message(answer.error) ?? answer.response.statusText, answer.response.status);
  }
  return answer.data;
}

function message(error: unknown): string | undefined {
  if (typeof error === "string") {
    return error;
  }
  if (typeof error === "object" && error !== null && "error" in error) {
    return String(error.error);
  }
  return undefined;
}
