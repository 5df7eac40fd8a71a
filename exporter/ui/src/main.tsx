import "@mantine/core/styles.css";
import "uplot/dist/uPlot.min.css";
import "./page.css";
import { Anchor, createTheme, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RequestError } from "./api/client";
import { App } from "./app/App";
import { RefreshProvider } from "./app/refresh";

const theme = createTheme({
  // The fonts of the system: nothing is loaded from another server.
  fontFamily: "system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, monospace",
  primaryColor: "blue",
  primaryShade: 8,
  autoContrast: true,
  // A link within text is not distinguished by its color alone.
  components: { Anchor: Anchor.extend({ defaultProps: { underline: "always" } }) },
});

/** Status code of a request that may be sent again. */
const BUSY = 503;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A request that the exporter refuses is refused again, except when it is busy.
      retry: (count, error) => (error instanceof RequestError && error.status === BUSY ? count < 10 : false),
      retryDelay: () => 1_000 + 1_000 * Math.random(),
      staleTime: 2_000,
      refetchOnWindowFocus: true,
    },
  },
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <RefreshProvider>
            <App />
          </RefreshProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
