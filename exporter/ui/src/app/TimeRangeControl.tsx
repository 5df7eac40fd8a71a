import { SegmentedControl } from "@mantine/core";

/** Chooses one of the ranges of time of a view. */
export function TimeRangeControl(shown: { names: string[]; value: string; onChange: (name: string) => void }) {
  return (
    <SegmentedControl
      aria-label="Time range"
      size="xs"
      data={shown.names}
      value={shown.value}
      onChange={shown.onChange}
    />
  );
}
