import { expect, test } from "vitest";
import type { User } from "../../target/generated/api";
import { hasRole, mayChange } from "./roles";

const user = (role: User["role"], may_change_state: boolean): User => ({
  user: "alice",
  login: "password",
  role,
  may_change_state,
});

test("a role includes those below it", () => {
  expect(hasRole(user("admin", false), "viewer")).toBe(true);
  expect(hasRole(user("operator", false), "operator")).toBe(true);
  expect(hasRole(user("operator", false), "admin")).toBe(false);
  expect(hasRole(user("viewer", false), "operator")).toBe(false);
});

test("nothing may be changed without a login, and while the user is unknown", () => {
  expect(mayChange(user("admin", true), "admin")).toBe(true);
  expect(mayChange(user("operator", true), "admin")).toBe(false);
  expect(mayChange(user("admin", false), "operator")).toBe(false);
  expect(mayChange(undefined, "viewer")).toBe(false);
});
