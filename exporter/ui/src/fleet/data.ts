import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answered, client } from "../api/client";
import { filters, type Selection } from "../app/data";
import { useRefresh } from "../app/refresh";
import { unixSeconds } from "../format/times";
import type { Range } from "./ranges";

/** Instances of one request; views show some of them. */
export const PART = 100;

/** Requests a part of the fleet: instances from `part` times PART on. */
export function useFleetPart(selection: Selection, range: Range, sort: string, part: number) {
  const refetchInterval = useRefresh();
  return useQuery({
    queryKey: ["fleet", selection, range.name, sort, part],
    queryFn: async ({ signal }) => {
      const query = {
        ...filters(selection),
        start: unixSeconds(Date.now() - range.length),
        step: range.step,
        sort: sort === "name" ? ("name" as const) : ("urgency" as const),
        offset: part * PART,
        limit: PART,
      };
      return (await answered(client.GET("/api/v1/fleet", { params: { query }, signal }))).data;
    },
    refetchInterval,
    placeholderData: keepPreviousData,
  });
}
