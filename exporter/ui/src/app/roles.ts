import type { User } from "../../target/generated/api";

const RANKS: Record<User["role"], number> = { viewer: 0, operator: 1, admin: 2 };

/** Returns whether a user has at least a role; false while the user is unknown. */
export function hasRole(user: User | undefined, role: User["role"]): boolean {
  return user !== undefined && RANKS[user.role] >= RANKS[role];
}

/** Returns whether a user may change what a role may change. */
export function mayChange(user: User | undefined, role: User["role"]): boolean {
  return user !== undefined && user.may_change_state && hasRole(user, role);
}
