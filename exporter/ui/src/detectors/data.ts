import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, client } from "../api/client";
import { useRefresh } from "../app/refresh";

/** Milliseconds between two requests while a training waits or runs. */
const POLL = 2_000;

export function useDetector(name: string) {
  const refetchInterval = useRefresh();
  return useQuery({
    queryKey: ["detector", name],
    queryFn: async ({ signal }) =>
      (await answered(client.GET("/api/v1/detectors/{detector}", { params: { path: { detector: name } }, signal })))
        .data,
    refetchInterval: ({ state }) => ((state.data?.training.state ?? "idle") === "idle" ? refetchInterval : POLL),
  });
}

/**
 * Returns the stored versions.
 *
 * @param since changes when another version may be active
 */
export function useModels(name: string, since: string) {
  return useQuery({
    queryKey: ["models", name, since],
    queryFn: async ({ signal }) =>
      (
        await answered(
          client.GET("/api/v1/detectors/{detector}/models", { params: { path: { detector: name } }, signal }),
        )
      ).data,
    refetchInterval: 60_000,
    placeholderData: (before) => before,
  });
}

export function useConfiguration(wanted: boolean) {
  return useQuery({
    queryKey: ["config"],
    queryFn: async ({ signal }) => (await answered(client.GET("/api/v1/config", { signal }))).data.yaml,
    enabled: wanted,
  });
}

/** Trains a detector now. */
export function useTrain(name: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answered(client.POST("/api/v1/detectors/{detector}/train", { params: { path: { detector: name } }, body: {} })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["detector", name] }),
  });
}

/** Activates an older version of a detector. */
export function useRollback(name: string, version: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answered(
        client.POST("/api/v1/detectors/{detector}/rollback", {
          params: { path: { detector: name } },
          body: { version },
        }),
      ),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["detector", name] }),
        queries.invalidateQueries({ queryKey: ["models", name] }),
      ]),
  });
}
