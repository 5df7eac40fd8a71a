import "@mantine/core/styles.css";
import "uplot/dist/uPlot.min.css";
import "./page.css";
import { createTheme, MantineProvider } from "@mantine/core";
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
  autoContrast: true,
});

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A request that the exporter refuses is refused again; one that it does not answer may be answered.
      retry: (count, error) => count < 2 && !(error instanceof RequestError && error.status !== undefined),
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
