import { Button, Code, Group, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { hasRole } from "../app/roles";
import { useUser } from "../app/user";
import { Loads } from "../app/views";
import { useConfiguration } from "./data";

/** The configuration in use, on request. */
export function Configuration() {
  const [shown, { toggle }] = useDisclosure();
  const configuration = useConfiguration(shown);
  if (!hasRole(useUser(), "admin")) {
    return null;
  }
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Title order={2} size="h5">
          Configuration in use
        </Title>
        <Button size="compact-xs" variant="default" aria-expanded={shown} onClick={toggle}>
          {shown ? "Hide" : "Show"}
        </Button>
      </Group>
      {shown && (
        <Loads query={configuration}>
          {(yaml) => (
            <>
              <Code block tabIndex={0} role="region" aria-label="Configuration in use">
                {yaml}
              </Code>
              <Text size="xs" c="dimmed">
                The file and the flags that override it, without comments, defaults and secrets.
              </Text>
            </>
          )}
        </Loads>
      )}
    </Stack>
  );
}
