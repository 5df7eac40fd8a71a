import { createContext, useContext, useState, type ReactNode } from "react";

/** Milliseconds between two requests of the page by name; 0 is none. */
export const INTERVALS: Record<string, number> = { off: 0, "5s": 5_000, "15s": 15_000, "1m": 60_000, "5m": 300_000 };

const KEY = "anomaly-exporter.refresh";
const DEFAULT = "15s";

const Refresh = createContext<[string, (name: string) => void]>([DEFAULT, () => {}]);

function remembered(): string {
  const name = window.localStorage.getItem(KEY) ?? DEFAULT;
  return name in INTERVALS ? name : DEFAULT;
}

/** Provides the interval at which the page refreshes, a choice of the user that the browser remembers. */
export function RefreshProvider({ children }: { children: ReactNode }) {
  const [name, setName] = useState(remembered);
  const choose = (chosen: string) => {
    window.localStorage.setItem(KEY, chosen);
    setName(chosen);
  };
  return <Refresh.Provider value={[name, choose]}>{children}</Refresh.Provider>;
}

export function useRefreshChoice() {
  return useContext(Refresh);
}

/** Returns the interval in milliseconds; false without one. */
export function useRefresh(): number | false {
  const [name] = useContext(Refresh);
  return INTERVALS[name] || false;
}
