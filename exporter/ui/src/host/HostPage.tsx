import { Empty } from "../app/views";
export function HostPage({ name }: { name: string }) {
  return <Empty title={name} />;
}
