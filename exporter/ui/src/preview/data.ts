import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Backtest, BacktestRequest } from "../../target/generated/api";
import { answered, client } from "../api/client";

/** Milliseconds between two requests while a backtest waits or runs. */
const POLL = 2_000;

export const isOver = ({ state }: Backtest) => state !== "queued" && state !== "running";

export function useBacktests() {
  return useQuery({
    queryKey: ["backtests"],
    queryFn: async ({ signal }) => (await answered(client.GET("/api/v1/backtests", { signal }))).data,
    refetchInterval: ({ state }) => (state.data?.every(isOver) ? false : POLL),
  });
}

export function useBacktest(id: string) {
  return useQuery({
    queryKey: ["backtest", id],
    queryFn: async ({ signal }) =>
      (await answered(client.GET("/api/v1/backtests/{backtest}", { params: { path: { backtest: id } }, signal }))).data,
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : POLL),
  });
}

export function useStart(onStarted: (id: string) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: BacktestRequest) => (await answered(client.POST("/api/v1/backtests", { body }))).data,
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ["backtests"] });
      onStarted(id);
    },
  });
}

/** Cancels a backtest that waits or runs; forgets one that is over. */
export function useEnd() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answered(client.DELETE("/api/v1/backtests/{backtest}", { params: { path: { backtest: id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["backtests"] }),
  });
}
