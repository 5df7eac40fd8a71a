import { expect, test } from "vitest";
import { link, parse } from "./route";

test("a link is parsed to what it was made of", () => {
  const names = ["host", "a/b c?d#e%f", "ü"];
  const route = parse(link(names, { match: '{job="x&y"}', empty: undefined }));
  expect(route.path).toEqual(names);
  expect(Object.fromEntries(route.parameters)).toEqual({ match: '{job="x&y"}' });
});

test("an empty hash is the first view, and a wrong escape is text", () => {
  expect(parse("").path).toEqual([""]);
  expect(parse("#/host/100%").path).toEqual(["host", "100%"]);
});
