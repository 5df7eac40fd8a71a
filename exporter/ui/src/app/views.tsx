import { Alert, Button, Center, Loader, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** A view that has nothing to show: says why, and what to do. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Center mih={240}>
      <Stack gap="xs" maw={560} align="center" ta="center">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text c="dimmed" component="div">
          {children}
        </Text>
      </Stack>
    </Center>
  );
}

export function Loading() {
  return (
    <Center mih={240}>
      <Loader role="status" aria-label="Loading" />
    </Center>
  );
}

/** A request that failed, with a button that repeats it. */
export function Failure({ error, retry }: { error: Error; retry?: () => unknown }) {
  return (
    <Alert color="red" title="The data cannot be loaded" role="alert" my="sm">
      <Stack gap="xs" align="start">
        <Text size="sm">{error.message}</Text>
        {retry && (
          <Button size="xs" variant="default" onClick={() => void retry()}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** Why a part of the data is missing. */
export function Warnings({ texts = [] }: { texts: string[] | undefined }) {
  return texts.map((text) => (
    <Alert key={text} color="gray" p="xs" my="xs">
      {text}
    </Alert>
  ));
}

interface Loaded<Data> {
  data: Data | undefined;
  error: Error | null;
  refetch: () => unknown;
}

/** Shows the data of a request. Old data stays while newer data cannot be loaded, with the reason. */
export function Loads<Data>({ query, children }: { query: Loaded<Data>; children: (data: Data) => ReactNode }) {
  return (
    <>
      {query.error && <Failure error={query.error} retry={query.refetch} />}
      {query.data !== undefined ? children(query.data) : query.error ? null : <Loading />}
    </>
  );
}
