import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answered, client } from "../api/client";
import { useRefresh } from "./refresh";

/** Returns version, readiness and detectors. */
export function useStatus() {
  const refetchInterval = useRefresh();
  return useQuery({
    queryKey: ["status"],
    queryFn: async ({ signal }) => (await answered(client.GET("/api/v1/status", { signal }))).data,
    refetchInterval,
    placeholderData: keepPreviousData,
  });
}

/** Which instances a view shows: the filters of the API; "" is all. */
export interface Selection {
  detector: string;
  /** A selector of PromQL. */
  match: string;
  state: string;
  anomalous: string;
}

/** Returns the parameters of the API for a selection. */
export function filters({ detector, match, state, anomalous }: Selection) {
  return {
    ...(detector && { detector }),
    ...(match && { "match[]": [match] }),
    ...(state && { state: [state as State] }),
    ...(anomalous && { anomalous: anomalous === "true" }),
  };
}

export type State = "ok" | "warming_up" | "insufficient_data" | "no_model" | "stale" | "failed" | "vanished";
