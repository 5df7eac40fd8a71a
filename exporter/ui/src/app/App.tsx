import { Anchor, AppShell, Burger, Container, Group, Select, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useEffect } from "react";
import { ComparePage } from "../compare/ComparePage";
import { DetectorsPage } from "../detectors/DetectorsPage";
import { FleetPage } from "../fleet/FleetPage";
import { HostPage } from "../host/HostPage";
import { IncidentsPage } from "../incidents/IncidentsPage";
import { PreviewPage } from "../preview/PreviewPage";
import { Health } from "./Health";
import { link, useRoute, type Route } from "./route";
import { INTERVALS, useRefreshChoice } from "./refresh";
import { SchemeButton } from "./SchemeButton";
import { useLoggedOut } from "./user";
import { LoggedOut, UserMenu } from "./UserMenu";
import { Empty } from "./views";

const VIEWS = [
  { name: "", title: "Fleet" },
  { name: "incidents", title: "Incidents" },
  { name: "compare", title: "Compare" },
  { name: "preview", title: "Preview" },
  { name: "detectors", title: "Detectors" },
];

function view({ path: [name = "", ...rest] }: Route) {
  switch (name) {
    case "":
      return <FleetPage />;
    case "host":
      return <HostPage key={rest.join("/")} name={rest.join("/")} />;
    case "incidents":
      return <IncidentsPage />;
    case "compare":
      return <ComparePage />;
    case "preview":
      return <PreviewPage id={rest.join("/")} />;
    case "detectors":
      return <DetectorsPage name={rest.join("/")} />;
    default:
      return <Empty title="There is no such page">Choose one of the pages above.</Empty>;
  }
}

function title({ path: [name = "", ...rest] }: Route): string {
  const place = name === "host" ? rest.join("/") : VIEWS.find((it) => it.name === name)?.title;
  return place ? `${place} · anomaly-exporter` : "anomaly-exporter";
}

function Links({ current, onChosen }: { current: string; onChosen: () => void }) {
  return VIEWS.map(({ name, title }) => (
    <Anchor
      key={name}
      href={link([name])}
      className="nav-link"
      aria-current={name === current ? "page" : undefined}
      onClick={onChosen}
    >
      {title}
    </Anchor>
  ));
}

function RefreshSelect() {
  const [interval, choose] = useRefreshChoice();
  return (
    <Select
      aria-label="Refresh interval"
      title="Refresh interval"
      size="xs"
      w={78}
      data={Object.keys(INTERVALS)}
      value={interval}
      allowDeselect={false}
      comboboxProps={{ withinPortal: true }}
      onChange={(name) => name && choose(name)}
    />
  );
}

/** The frame of all views. */
export function App() {
  const route = useRoute();
  const [opened, { toggle, close }] = useDisclosure();
  const loggedOut = useLoggedOut();
  const current = route.path[0] === "host" ? "" : (route.path[0] ?? "");
  useEffect(() => {
    document.title = title(route);
  });
  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: 200, breakpoint: "xs", collapsed: { desktop: true, mobile: !opened } }}
    >
      <AppShell.Header className="header">
        <Group h="100%" px="md" gap="md" wrap="nowrap">
          <Burger opened={opened} onClick={toggle} hiddenFrom="xs" size="sm" aria-label="Pages" color="white" />
          <Anchor href={link([""])} className="brand" onClick={close}>
            anomaly-exporter
          </Anchor>
          <Group component="nav" aria-label="Pages" gap="md" visibleFrom="xs" wrap="nowrap">
            <Links current={current} onChosen={close} />
          </Group>
          <Group ml="auto" gap="xs" wrap="nowrap">
            <Anchor href="api/v1/docs" className="nav-link" visibleFrom="sm">
              API
            </Anchor>
            <RefreshSelect />
            <SchemeButton />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="md" className="header" component="nav" aria-label="Pages" hiddenFrom="xs">
        <Links current={current} onChosen={close} />
      </AppShell.Navbar>
      <AppShell.Main>
        <Container size={1600} px="md" py="sm">
          {loggedOut ? (
            <LoggedOut />
          ) : (
            <>
              <Health />
              {view(route)}
            </>
          )}
          <Text size="xs" c="dimmed" mt="xl" component="footer">
            <Anchor href="assets/licenses.txt" size="xs" c="dimmed" underline="always">
              Licenses of the libraries of this page
            </Anchor>
          </Text>
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}
