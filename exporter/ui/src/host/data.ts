import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, client } from "../api/client";
import { useRefresh } from "../app/refresh";
import { link } from "../app/route";
import { unixSeconds } from "../format/times";
import type { TimeSpan } from "./span";

/** A host by its labels; the label instance is its name. */
export interface Host {
  name: string;
  /** Its other labels and "detector", as parameters of the API. */
  labels: Record<string, string>;
}

function times({ start, end }: TimeSpan) {
  const from = end === undefined ? Date.now() - start : start;
  return { start: unixSeconds(from), ...(end !== undefined && { end: unixSeconds(end) }) };
}

/** Identity labels are parameters of the API, each by its own name. */
function query<T extends object>(host: Host, parameters: T) {
  return { ...host.labels, ...parameters } as T & { detector?: string };
}

export function useHost(host: Host) {
  const refetchInterval = useRefresh();
  return useQuery({
    queryKey: ["instance", host],
    queryFn: async ({ signal }) =>
      (
        await answered(
          client.GET("/api/v1/instances/{instance}", {
            params: { path: { instance: host.name }, query: query(host, {}) },
            signal,
          }),
        )
      ).data,
    refetchInterval,
    placeholderData: keepPreviousData,
  });
}

export function useScores(host: Host, span: TimeSpan) {
  const refetchInterval = useRefresh();
  return useQuery({
    queryKey: ["history", host, span],
    queryFn: ({ signal }) =>
      answered(
        client.GET("/api/v1/instances/{instance}/history", {
          params: { path: { instance: host.name }, query: query(host, times(span)) },
          signal,
        }),
      ),
    refetchInterval: span.end === undefined && refetchInterval,
    placeholderData: keepPreviousData,
  });
}

export function useFeatures(host: Host, span: TimeSpan) {
  const refetchInterval = useRefresh();
  const scores = useScores(host, span);
  return useQuery({
    queryKey: ["features", host, span],
    queryFn: ({ signal }) =>
      answered(
        client.GET("/api/v1/instances/{instance}/features", {
          params: { path: { instance: host.name }, query: query(host, times(span)) },
          signal,
        }),
      ),
    // New rows come once a step: a minute by default.
    refetchInterval: span.end === undefined && refetchInterval && Math.max(refetchInterval, 60_000),
    // The exporter answers few requests at once that wait for Prometheus: one after the other.
    enabled: scores.isFetched,
    placeholderData: keepPreviousData,
  });
}

export function useExemptions(host: Host) {
  const refetchInterval = useRefresh();
  return useQuery({
    queryKey: ["exemptions", host],
    queryFn: async ({ signal }) =>
      (
        await answered(
          client.GET("/api/v1/instances/{instance}/exemptions", {
            params: { path: { instance: host.name }, query: query(host, {}) },
            signal,
          }),
        )
      ).data,
    refetchInterval,
    placeholderData: keepPreviousData,
  });
}

/** Reads a host and its exemptions again after a change. */
function useReread(host: Host) {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ["exemptions", host] }),
      queries.invalidateQueries({ queryKey: ["instance", host] }),
    ]);
}

/** Creates a silence of the alerts of a host. */
export function useSilence(host: Host, { duration, comment }: { duration: string; comment: string }) {
  const reread = useReread(host);
  return useMutation({
    mutationFn: () => {
      const { detector = null, ...labels } = host.labels;
      const body = { instance: host.name, labels, detector, duration, comment };
      return answered(client.POST("/api/v1/silences", { body }));
    },
    onSettled: reread,
  });
}

/** Expires a silence. */
export function useExpire(host: Host, id: string) {
  const reread = useReread(host);
  return useMutation({
    mutationFn: () => answered(client.DELETE("/api/v1/silences/{silence}", { params: { path: { silence: id } } })),
    onSettled: reread,
  });
}

/** Forgets a host, and shows the fleet. */
export function useForget(host: Host) {
  return useMutation({
    mutationFn: () =>
      answered(
        client.DELETE("/api/v1/instances/{instance}", {
          params: { path: { instance: host.name }, query: query(host, {}) },
        }),
      ),
    onSuccess: () => {
      window.location.hash = link([""]);
    },
  });
}
