import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { User } from "../../target/generated/api";
import { answered, client, RequestError } from "../api/client";
import { useStatus } from "./data";

/** A role changes when the configuration does. */
const REFRESH = 60_000;

const UNAUTHORIZED = 401;

/** Returns the user of the page and its role; undefined until it is known. */
export function useUser(): User | undefined {
  return useQuery({
    queryKey: ["user"],
    queryFn: async ({ signal }) => (await answered(client.GET("/api/v1/user", { signal }))).data,
    refetchInterval: REFRESH,
    staleTime: REFRESH,
  }).data;
}

/** Returns whether a login is required and there is none, as after the end of a session. */
export function useLoggedOut(): boolean {
  const { error } = useStatus();
  return error instanceof RequestError && error.status === UNAUTHORIZED;
}

/** Ends the session of the browser. */
export function useLogout() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answered(client.POST("/logout", { parseAs: "text" })),
    // Data of the last user are removed.
    onSuccess: () => queries.resetQueries(),
  });
}
