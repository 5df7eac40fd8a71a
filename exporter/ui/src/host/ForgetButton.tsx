import { Text } from "@mantine/core";
import { DialogButton } from "../app/Dialog";
import { mayChange } from "../app/roles";
import { useUser } from "../app/user";
import { useForget, type Host } from "./data";

/** Forgets a host that is no longer in its source. */
export function ForgetButton({ host }: { host: Host }) {
  const forget = useForget(host);
  return mayChange(useUser(), "operator") ? (
    <DialogButton label="Forget" title={`Forget ${host.name}?`} confirm="Forget" change={forget}>
      <Text size="sm">
        {host.name} is no longer reported as vanished. If its source has it again, it is found again.
      </Text>
    </DialogButton>
  ) : null;
}
