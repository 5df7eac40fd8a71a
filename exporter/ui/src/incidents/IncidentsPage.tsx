import { Empty } from "../app/views";
export function IncidentsPage() {
  return <Empty title="Incidents" />;
}
