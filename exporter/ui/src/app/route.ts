import { useSyncExternalStore } from "react";

/**
 * The part of the URL after "#": a path and its parameters. It holds all state of the page that a link should share, and
 * works below any path prefix, because it is never sent to a server.
 */
export interface Route {
  /** Decoded, at least one; the name of an instance may contain slashes. */
  path: string[];
  parameters: URLSearchParams;
}

export function parse(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  return { path: path.split("/").map(decode), parameters: new URLSearchParams(query) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Returns the link to a place. Parameters without a value are left out. */
export function link(path: string[], parameters: Record<string, string | undefined> = {}): string {
  const query = new URLSearchParams();
  Object.entries(parameters).forEach(([name, value]) => value && query.set(name, value));
  const text = query.toString();
  return `#/${path.map(encodeURIComponent).join("/")}${text && "?" + text}`;
}

function subscribe(changed: () => void) {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

const currentHash = () => window.location.hash;

export function useRoute(): Route {
  return parse(useSyncExternalStore(subscribe, currentHash));
}

/** Returns the value of a parameter, and a function that changes it without a new entry in the browser's history. */
export function useParameter(name: string, initial = ""): [string, (value: string) => void] {
  const { path, parameters } = useRoute();
  const set = (value: string) => {
    const next = new URLSearchParams(parse(currentHash()).parameters);
    next.delete(name);
    if (value !== initial) {
      next.set(name, value);
    }
    replace(link(path, Object.fromEntries(next)));
  };
  return [parameters.get(name) ?? initial, set];
}

/** Changes the URL without a new entry in the browser's history. */
export function replace(hash: string) {
  window.history.replaceState(null, "", hash);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}
