import { Button, Text } from "@mantine/core";
import { Empty } from "./views";
import { useLogout, useUser } from "./user";

/** The user and its role, and the end of its session; nothing without a login. */
export function UserMenu() {
  const user = useUser();
  const logout = useLogout();
  if (!user?.user) {
    return null;
  }
  return (
    <>
      <Text size="sm" truncate maw={160} visibleFrom="sm" title={`${user.user}, ${user.role}`}>
        {user.user} ({user.role})
      </Text>
      {user.login === "session" && (
        <Button size="compact-sm" variant="white" loading={logout.isPending} onClick={() => logout.mutate()}>
          Log out
        </Button>
      )}
    </>
  );
}

/** Shown instead of a view while there is no login. */
export function LoggedOut() {
  return (
    <Empty title="You are logged out">
      <Button mt="sm" onClick={() => window.location.reload()}>
        Log in
      </Button>
    </Empty>
  );
}
