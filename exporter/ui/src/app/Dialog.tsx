import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";

/** A change on request, as a mutation has it. */
interface Change {
  isPending: boolean;
  error: Error | null;
  reset: () => void;
  mutate: (variables: void, options: { onSuccess: () => void }) => void;
}

/** Why a change was refused or failed. */
export function ChangeError({ error }: { error: Error | null }) {
  return (
    error && (
      <Alert color="red" role="alert">
        {error.message}
      </Alert>
    )
  );
}

/**
 * A button that opens a dialog, which does the change when it is confirmed. It stays open with the reason if the
 * exporter refuses the change.
 */
export function DialogButton({
  label,
  title,
  confirm,
  change,
  disabled,
  children,
}: {
  label: string;
  title: string;
  /** Text of the button that does it. */
  confirm: string;
  change: Change;
  disabled?: boolean;
  children: ReactNode;
}) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => {
          change.reset();
          open();
        }}
      >
        {label}
      </Button>
      <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ "aria-label": "Close" }}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate(undefined, { onSuccess: close });
          }}
        >
          <Stack gap="sm">
            {children}
            <ChangeError error={change.error} />
            <Group justify="end" gap="xs">
              <Button size="xs" variant="default" onClick={close}>
                Cancel
              </Button>
              <Button size="xs" type="submit" loading={change.isPending} disabled={disabled ?? false}>
                {confirm}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
