import { Empty } from "../app/views";
export function DetectorsPage() {
  return <Empty title="Detectors" />;
}
