import { Anchor } from "@mantine/core";

/** A link to the page of another server, in a tab of its own. */
export function External({ to, text, label }: { to: string; text: string; label?: string }) {
  return (
    <Anchor href={to} size="xs" target="_blank" rel="noopener" aria-label={label}>
      {text}
    </Anchor>
  );
}
